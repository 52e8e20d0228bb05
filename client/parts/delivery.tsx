import { Link } from 'react-router';
import type { DeliveredFile } from '../../contracts/fulfilment';
import type { OrderView } from '../../contracts/ordering';
import { useData } from '../api';
import { bytes, dateTime } from '../format';
import { useLanguage, useT } from '../i18n';
import { paths } from '../paths';
import { Facts, Hash, Section } from '../ui/parts';
import { useHolds } from './holds';
import { ProofOf } from './proof-state';

const accepted = ['accepted', 'settled'];

/** What was delivered for an order, with a receipt once it is accepted, and the proofs of both. */
export function Deliveries({ order, mine }: { order: OrderView; mine: boolean }) {
  const t = useT();
  const { delivery, entitlementId, receipt } = useData(
    'getDelivery',
    { params: { id: order.id } },
    (one) => accepted.includes(order.state) && one.receipt === null,
  );
  const frozen = useHolds(order.id).some((hold) => hold.freezes);
  if (!delivery || !entitlementId) return null;
  return (
    <Section title={{ vi: 'Dữ liệu đã giao', en: 'Delivered data' }}>
      <div className="stack">
        <FileList files={delivery.files} entitlementId={mine && !frozen ? entitlementId : null} />
        <div>
          <Link className="button small" to={paths.access(entitlementId)}>
            {t({ vi: 'Quyền truy cập và lượt sử dụng', en: 'Access and usage' })}
          </Link>
        </div>
        <Facts
          facts={[
            [
              { vi: 'Giao lúc', en: 'Delivered' },
              <span key="delivered" className="row">
                {dateTime(delivery.deliveredAt)}
                <ProofOf entries={order.timeline} type="delivery.made" of={delivery.id} />
              </span>,
            ],
            [{ vi: 'Mã băm bản kê', en: 'Manifest SHA-256' }, <Hash key="manifest" value={delivery.manifestSha256} />],
            [
              { vi: 'Biên nhận', en: 'Receipt' },
              receipt ? (
                <span key="receipt" className="row">
                  {receipt.id} · {dateTime(receipt.issuedAt)} ·{' '}
                  {receipt.acceptedBy === 'buyer'
                    ? t({ vi: 'bên mua xác nhận', en: 'accepted by the buyer' })
                    : t({ vi: 'tự động theo thời hạn', en: 'accepted by time' })}
                  <ProofOf entries={order.timeline} type="receipt.issued" of={receipt.id} />
                </span>
              ) : null,
            ],
          ]}
        />
      </div>
    </Section>
  );
}

type Form = { of: string; bytes: number };
type Listed = {
  files: readonly DeliveredFile[];
  /** Null where the viewer may not download. */
  entitlementId: string | null;
  /** Files that can be had as typed Parquet too. */
  parquet?: readonly Form[];
  /** The revision the files are of; without it the newest is downloaded. */
  revision?: number;
};

/** Delivered files; as downloads, in both forms where there are two, where `entitlementId` lets the viewer have them. */
export function FileList({ files, entitlementId, parquet = [], revision }: Listed) {
  const { t, language } = useLanguage();
  const address = (name: string, format?: 'parquet') => {
    const query = new URLSearchParams({
      ...(revision === undefined ? {} : { revision: String(revision) }),
      ...(format ? { format } : {}),
    });
    const path = `/api/v1/entitlements/${entitlementId}/files/${encodeURIComponent(name)}`;
    return query.size === 0 ? path : `${path}?${query}`;
  };
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t({ vi: 'Tệp', en: 'File' })}</th>
          <th scope="col" className="number">
            {t({ vi: 'Dung lượng', en: 'Size' })}
          </th>
          <th scope="col">SHA-256</th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => {
          const form = parquet.find((one) => one.of === file.name);
          return (
            <tr key={file.name}>
              <td>
                {entitlementId ? (
                  <a href={address(file.name)} download>
                    {file.name}
                  </a>
                ) : (
                  file.name
                )}
                {form && entitlementId ? (
                  <div className="muted">
                    {t({ vi: 'hoặc ', en: 'or ' })}
                    <a href={address(file.name, 'parquet')} download>
                      {t({ vi: 'dạng Parquet', en: 'as Parquet' })} ({bytes(form.bytes, language)})
                    </a>
                  </div>
                ) : null}
              </td>
              <td data-label={t({ vi: 'Dung lượng', en: 'Size' })} className="number">
                {bytes(file.bytes, language)}
              </td>
              <td data-label="SHA-256">
                <Hash value={file.sha256} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
