import { Suspense } from 'react';
import { Link } from 'react-router';
import type { EntitlementView } from '../../contracts/fulfilment';
import { date, dateTime, number } from '../format';
import { useT, useTitle } from '../i18n';
import { FileList } from '../parts/delivery';
import { Frozen, useHolds } from '../parts/holds';
import { More } from '../parts/more';
import { State } from '../parts/state';
import { paths } from '../paths';
import { Callout, Empty, PageHead } from '../ui/parts';

export default function Library() {
  const t = useT();
  return (
    <>
      <PageHead
        title={t({ vi: 'Dữ liệu của tôi', en: 'Library' })}
        lead={t({
          vi: 'Mọi quyền truy cập của tổ chức: đến khi nào, theo thỏa thuận nào.',
          en: 'Everything your organisation may access: until when, under which agreement.',
        })}
      />
      <More
        id="listEntitlements"
        given={{ query: { role: 'buyer' } }}
        empty={
          <Empty title={{ vi: 'Chưa có quyền truy cập nào', en: 'You have no access yet' }}>
            <Link className="button primary" to={paths.home()}>
              {t({ vi: 'Tìm dữ liệu', en: 'Find data' })}
            </Link>
          </Empty>
        }
      >
        {(items) => (
          <ul className="list">
            {items.map((one) => (
              // Each reads whether it is frozen; the list does not wait for all.
              <Suspense key={one.id} fallback={null}>
                <Access entitlement={one} />
              </Suspense>
            ))}
          </ul>
        )}
      </More>
    </>
  );
}

function Access({ entitlement }: { entitlement: EntitlementView }) {
  const t = useT();
  const title = useTitle();
  const frozen = useHolds(entitlement.id).some((hold) => hold.freezes);
  const usable = !frozen && (entitlement.state === 'active' || entitlement.state === 'expiring');
  const ending = entitlement.state === 'expiring' || entitlement.state === 'grace';
  return (
    <li className="entry">
      <div className="row">
        <h2>
          <Link to={paths.access(entitlement.id)}>{title(entitlement.dataset)}</Link>
        </h2>
        <State of="entitlement" state={entitlement.state} />
      </div>
      <div className="meta">
        <span>{title(entitlement.provider)}</span>
        <span>
          {t({ vi: 'Phiên bản', en: 'Revision' })} {entitlement.revisionNumber}
        </span>
        <span>
          {entitlement.expiresAt
            ? `${t({ vi: 'đến', en: 'until' })} ${date(entitlement.expiresAt)}`
            : t({ vi: 'không thời hạn', en: 'without end' })}
        </span>
        <span>
          {number(entitlement.downloads)} {t({ vi: 'lượt tải', en: 'downloads' })}
          {entitlement.lastDownloadAt ? ` · ${dateTime(entitlement.lastDownloadAt)}` : ''}
        </span>
        <Link to={paths.order(entitlement.orderId)}>{t({ vi: 'Đơn hàng', en: 'Order' })}</Link>
        <Link to={paths.agreement(entitlement.agreementId)}>{t({ vi: 'Thỏa thuận', en: 'Agreement' })}</Link>
      </div>
      {entitlement.stateReason ? <Callout tone="warn">{entitlement.stateReason}</Callout> : null}
      {ending ? (
        <div>
          <Link className="button small" to={paths.access(entitlement.id)}>
            {t({ vi: 'Xin gia hạn', en: 'Ask for an extension' })}
          </Link>
        </div>
      ) : null}
      <Frozen id={entitlement.id} />
      <details>
        <summary>
          {entitlement.files.length} {t({ vi: 'tệp', en: 'files' })}
        </summary>
        <FileList files={entitlement.files} entitlementId={usable ? entitlement.id : null} />
      </details>
    </li>
  );
}
