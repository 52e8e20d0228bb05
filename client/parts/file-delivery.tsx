import type { TransactionFileView } from '../../contracts/inspection';
import { useAct } from '../api';
import { bytes, dateTime, number } from '../format';
import { useLanguage, useT } from '../i18n';
import { Callout, Facts, Hash } from '../ui/parts';
import { Actions } from './actions';
import { FileList } from './delivery';
import { EventMark } from './event-mark';
import { State } from './state';
import { Supervise } from './supervise';

type File = TransactionFileView;
type IndexOf = (eventId: string | null) => number | null;

/** The delivery with its manifest, the entitlement and the receipt. */
export function FileDelivery({ file, indexOf }: { file: File; indexOf: IndexOf }) {
  const t = useT();
  const move = useAct('transitionEntitlement');
  const { delivery, entitlement, receipt } = file;
  if (!delivery) return <p className="soft">{t({ vi: 'Chưa giao dữ liệu.', en: 'Nothing was delivered yet.' })}</p>;
  const accepted = {
    buyer: { vi: 'bên mua xác nhận', en: 'accepted by the buyer' },
    time: { vi: 'tự động theo thời hạn', en: 'accepted by time' },
  };
  return (
    <>
      <Facts
        facts={[
          [
            { vi: 'Giao lúc', en: 'Delivered' },
            <span key="at" className="row">
              {dateTime(delivery.deliveredAt)}{' '}
              <EventMark eventId={delivery.eventId} index={indexOf(delivery.eventId)} />
            </span>,
          ],
          [{ vi: 'Bản kê', en: 'Manifest' }, <Hash key="manifest" value={delivery.manifestSha256} />],
          [
            { vi: 'Biên nhận', en: 'Receipt' },
            receipt ? (
              <span key="receipt" className="row">
                {receipt.id} · {dateTime(receipt.issuedAt)} · {t(accepted[receipt.acceptedBy])}
                <EventMark eventId={receipt.eventId} index={indexOf(receipt.eventId)} />
              </span>
            ) : (
              t({ vi: 'chưa lập', en: 'not issued' })
            ),
          ],
          [
            { vi: 'Quyền truy cập', en: 'Entitlement' },
            entitlement ? (
              <span key="entitlement" className="row">
                <State of="entitlement" state={entitlement.state} /> {entitlement.id}
                {entitlement.expiresAt ? ` · ${t({ vi: 'đến', en: 'until' })} ${dateTime(entitlement.expiresAt)}` : ''}
              </span>
            ) : null,
          ],
        ]}
      />
      {entitlement ? (
        <Supervise
          id={entitlement.id}
          parties={[file.order.provider, file.order.buyer]}
          title={{ vi: 'Giám sát quyền truy cập', en: 'Supervision of the access' }}
        />
      ) : null}
      {receipt && receipt.manifestSha256 !== delivery.manifestSha256 ? (
        <Callout tone="bad">
          {t({ vi: 'Biên nhận ghi một bản kê khác.', en: 'The receipt names another manifest.' })}
        </Callout>
      ) : null}
      <FileList files={delivery.files} entitlementId={null} />
      {entitlement ? (
        <Actions
          actions={entitlement.actions}
          run={(action, reason) =>
            move.run({
              params: { id: entitlement.id },
              body: { action: action as 'suspend', ...(reason ? { reason } : {}) },
            })
          }
        />
      ) : null}
    </>
  );
}

/** Who downloaded what, how much of it, and when. */
export function FileDownloads({ downloads, indexOf }: { downloads: File['downloads']; indexOf: IndexOf }) {
  const { t, language } = useLanguage();
  const head = {
    who: { vi: 'Thành viên', en: 'Member' },
    size: { vi: 'Byte', en: 'Bytes' },
    at: { vi: 'Lúc', en: 'At' },
    log: { vi: 'Sổ', en: 'Log' },
  };
  if (downloads.total === 0) return <p className="soft">{t({ vi: 'Chưa có lượt tải nào.', en: 'No downloads.' })}</p>;
  return (
    <>
      <p className="faint">
        {number(downloads.total)} {t({ vi: 'lượt', en: 'downloads' })} · {bytes(downloads.bytes, language)}
        {downloads.items.length < downloads.total
          ? ` · ${t({ vi: 'hiện', en: 'shown' })} ${number(downloads.items.length)}`
          : ''}
      </p>
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">{t({ vi: 'Tệp', en: 'File' })}</th>
            <th scope="col">{t(head.who)}</th>
            <th scope="col" className="number">
              {t(head.size)}
            </th>
            <th scope="col">{t(head.at)}</th>
            <th scope="col">{t(head.log)}</th>
          </tr>
        </thead>
        <tbody>
          {downloads.items.map((one) => (
            <tr key={one.eventId ?? one.at}>
              <td>{one.name}</td>
              <td data-label={t(head.who)}>
                <code>{one.member}</code>
              </td>
              <td data-label={t(head.size)} className="number">
                {number(one.bytes)}
                {one.fromByte > 0 ? ` (${t({ vi: 'từ', en: 'from' })} ${number(one.fromByte)})` : ''}
              </td>
              <td data-label={t(head.at)}>{dateTime(one.at)}</td>
              <td data-label={t(head.log)}>
                <EventMark eventId={one.eventId} index={indexOf(one.eventId)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
