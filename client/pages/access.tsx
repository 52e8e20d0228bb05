import { Link, useParams } from 'react-router';
import { useData } from '../api';
import { date, dateTime, number } from '../format';
import { useT, useTitle } from '../i18n';
import { FileList } from '../parts/delivery';
import { SharedTables, SharingToken, SharingUses } from '../parts/sharing';
import { State } from '../parts/state';
import { paths } from '../paths';
import { useSession } from '../session';
import { Callout, Facts, PageHead, Section } from '../ui/parts';

export default function Access() {
  const t = useT();
  const title = useTitle();
  const params = { id: useParams().id ?? '' };
  const entitlement = useData('getEntitlement', { params });
  const sharing = useData(
    'getSharing',
    { params },
    (one) => one.preparing !== null || (one.token !== null && one.tables.length === 0),
  );
  const mine = useSession().organisation?.id === entitlement.buyer.id;
  const usable = entitlement.state === 'active' || entitlement.state === 'expiring';
  return (
    <>
      <PageHead
        eyebrow={entitlement.id}
        title={title(entitlement.dataset)}
        lead={t({
          vi: 'Quyền truy cập: tải tệp, hoặc đọc bảng thẳng từ chương trình bằng Delta Sharing.',
          en: 'Access: download the files, or read the tables straight from a program through Delta Sharing.',
        })}
      >
        <State of="entitlement" state={entitlement.state} />
      </PageHead>
      <div className="stack-wide">
        {entitlement.stateReason ? <Callout tone="warn">{entitlement.stateReason}</Callout> : null}
        <Facts
          facts={[
            [{ vi: 'Bên bán', en: 'Provider' }, title(entitlement.provider)],
            [{ vi: 'Phiên bản', en: 'Revision' }, String(entitlement.revisionNumber)],
            [
              { vi: 'Hiệu lực', en: 'In force' },
              `${date(entitlement.startsAt)} – ${entitlement.expiresAt ? date(entitlement.expiresAt) : t({ vi: 'không thời hạn', en: 'without end' })}`,
            ],
            [
              { vi: 'Lượt tải', en: 'Downloads' },
              `${number(entitlement.downloads)}${entitlement.lastDownloadAt ? ` · ${dateTime(entitlement.lastDownloadAt)}` : ''}`,
            ],
            [
              { vi: 'Thỏa thuận', en: 'Agreement' },
              <Link key="agreement" to={paths.agreement(entitlement.agreementId)}>
                {entitlement.agreementId}
              </Link>,
            ],
          ]}
        />
        <Section title={{ vi: 'Đọc bảng từ chương trình', en: 'Read the tables from a program' }}>
          <SharedTables sharing={sharing} />
        </Section>
        {mine && usable ? <SharingToken id={entitlement.id} sharing={sharing} /> : null}
        <Section title={{ vi: 'Đã đọc', en: 'What was read' }}>
          <SharingUses uses={sharing.uses} />
        </Section>
        <Section title={{ vi: 'Tệp đã giao', en: 'Delivered files' }}>
          <FileList files={entitlement.files} entitlementId={mine && usable ? entitlement.id : null} />
        </Section>
      </div>
    </>
  );
}
