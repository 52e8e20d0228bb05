import { Link, useParams } from 'react-router';
import { useData } from '../api';
import { date, dateTime, number } from '../format';
import { useT, useTitle } from '../i18n';
import { Confirm, Decision, Deletion, Extensions, Following, Limits, Usage } from '../parts/access';
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
  const access = useData('getAccess', { params });
  const decision = useData('getDecisions', { params });
  const usage = useData('getUsage', { params });
  const agreement = useData('getAgreement', { params: { id: entitlement.agreementId } });
  const { organisation, member } = useSession();
  const mine = organisation?.id === entitlement.buyer.id;
  const side = mine ? 'buyer' : organisation?.id === entitlement.provider.id ? 'provider' : 'none';
  const admin = member?.role === 'admin';
  const usable = decision.allowed;
  const extendable = ['active', 'expiring', 'grace'].includes(entitlement.state);
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
        <Decision decision={decision} />
        <Section title={{ vi: 'Đọc bảng từ chương trình', en: 'Read the tables from a program' }}>
          <SharedTables sharing={sharing} />
        </Section>
        {mine && usable ? <SharingToken id={entitlement.id} sharing={sharing} /> : null}
        <Section title={{ vi: 'Tệp đã giao', en: 'Delivered files' }}>
          <div className="stack">
            <FileList
              files={entitlement.files}
              entitlementId={mine && usable ? entitlement.id : null}
              parquet={access.revisions.find((one) => one.number === entitlement.revisionNumber)?.parquet ?? []}
              revision={entitlement.revisionNumber}
            />
            {mine && usable ? (
              <div>
                <a className="button primary" href={`/api/v1/entitlements/${entitlement.id}/zip`} download>
                  {t({ vi: 'Tải tất cả (.zip)', en: 'Download everything (.zip)' })}
                </a>
              </div>
            ) : null}
          </div>
        </Section>
        <Confirm access={access} files={entitlement.files} side={side} />
        <Following access={access} side={side} />
        <Limits access={access} side={side} admin={admin} />
        {extendable ? (
          <Extensions
            access={access}
            side={side}
            expiresAt={entitlement.expiresAt}
            renewal={
              agreement.renewableUnder
                ? `${paths.newRequest(agreement.dataset.id, agreement.renewableUnder)}?renews=${agreement.id}`
                : null
            }
          />
        ) : null}
        <Deletion access={access} mayAttest={mine && admin} />
        <Section title={{ vi: 'Lượt sử dụng', en: 'Usage' }}>
          <div className="stack">
            <Usage usage={usage} />
            {sharing.uses.length > 0 ? (
              <details>
                <summary>{t({ vi: 'Theo bảng (Delta Sharing)', en: 'By table (Delta Sharing)' })}</summary>
                <SharingUses uses={sharing.uses} />
              </details>
            ) : null}
          </div>
        </Section>
      </div>
    </>
  );
}
