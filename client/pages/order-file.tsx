import { Link, useParams } from 'react-router';
import { purposeLabels } from '../../contracts/licences/policy';
import { useAct, useData } from '../api';
import { dateTime, money, number } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Bundles } from '../parts/bundles';
import { Certificates } from '../parts/certificates';
import { FileList } from '../parts/delivery';
import { EventList } from '../parts/event-list';
import { Frozen } from '../parts/holds';
import { InvoiceTable } from '../parts/invoice-list';
import { OrderMoneyBox } from '../parts/money';
import { OrganisationFacts } from '../parts/organisation-facts';
import { State } from '../parts/state';
import { paths } from '../paths';
import { Callout, Facts, Hash, PageHead, Section } from '../ui/parts';

export default function OrderFile() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const file = useData('getOrderFile', { params: { id } });
  const invoices = useData('listInvoices', { query: { order: id } }).items;
  const { order, request, agreement, delivery, entitlement } = file;
  const move = useAct('transitionOrder');
  const moveAccess = useAct('transitionEntitlement');
  return (
    <>
      <PageHead eyebrow={`${t({ vi: 'Hồ sơ đơn hàng', en: 'Order file' })} · ${order.id}`} title={title(order.dataset)}>
        <State of="order" state={order.state} />
      </PageHead>
      <div className="stack-wide">
        {order.stateReason ? <Callout tone="warn">{order.stateReason}</Callout> : null}
        <Frozen id={entitlement?.id ?? id}>
          <Actions
            actions={order.actions}
            run={(action, reason) =>
              move.run({ params: { id }, body: { action: action as 'retry', ...(reason ? { reason } : {}) } })
            }
          />
        </Frozen>
        <div className="grid-2">
          <Section title={{ vi: 'Bên bán', en: 'Provider' }}>
            <OrganisationFacts organisation={file.provider} />
            <p>
              <Link to={paths.organisationReview(order.provider.id)}>
                {t({ vi: 'Mở trang tổ chức', en: 'Open the organisation' })}: {title(order.provider)}
              </Link>
            </p>
          </Section>
          <Section title={{ vi: 'Bên mua', en: 'Buyer' }}>
            <OrganisationFacts organisation={file.buyer} />
            <p>
              <Link to={paths.organisationReview(order.buyer.id)}>
                {t({ vi: 'Mở trang tổ chức', en: 'Open the organisation' })}: {title(order.buyer)}
              </Link>
            </p>
          </Section>
        </div>
        <Section title={{ vi: 'Yêu cầu và thỏa thuận', en: 'Request and agreement' }}>
          <Facts
            facts={[
              [
                { vi: 'Bộ dữ liệu', en: 'Dataset' },
                <Link key="dataset" to={paths.dataset(order.dataset.id)}>
                  {title(order.dataset)}
                </Link>,
              ],
              [{ vi: 'Phiên bản', en: 'Revision' }, String(order.revisionNumber)],
              [{ vi: 'Mục đích', en: 'Purpose' }, t(purposeLabels[request.purpose])],
              [{ vi: 'Cách dùng', en: 'Statement' }, request.statement],
              [{ vi: 'Giấy phép', en: 'Licence' }, t(agreement.licence.title)],
              [
                { vi: 'Thỏa thuận', en: 'Agreement' },
                <Link key="agreement" to={paths.agreement(agreement.id)}>
                  {agreement.id}
                </Link>,
              ],
              [{ vi: 'Mã băm văn bản', en: 'Document SHA-256' }, <Hash key="hash" value={agreement.sha256} />],
              [
                { vi: 'Chữ ký', en: 'Signatures' },
                agreement.signatures.map((one) => `${title(one.organisation)} · ${dateTime(one.signedAt)}`).join('; '),
              ],
            ]}
          />
        </Section>
        <Section title={{ vi: 'Tiền', en: 'Money' }}>
          <OrderMoneyBox money={file.order.money} />
        </Section>
        {invoices.length > 0 ? (
          <Section title={{ vi: 'Hóa đơn', en: 'Invoices' }}>
            <InvoiceTable items={invoices} />
          </Section>
        ) : null}
        <Section title={{ vi: 'Bút toán', en: 'Postings' }}>
          {file.money.postings.length === 0 ? (
            <p className="soft">
              {t({
                vi: 'Không có bút toán: đơn miễn phí hoặc chưa thanh toán.',
                en: 'No postings: free of charge, or not paid.',
              })}
            </p>
          ) : (
            <table className="table cards">
              <thead>
                <tr>
                  <th scope="col">{t({ vi: 'Bút toán', en: 'Posting' })}</th>
                  <th scope="col">{t({ vi: 'Từ', en: 'From' })}</th>
                  <th scope="col">{t({ vi: 'Đến', en: 'To' })}</th>
                  <th scope="col" className="number">
                    {t({ vi: 'Số tiền', en: 'Amount' })}
                  </th>
                  <th scope="col">{t({ vi: 'Lúc', en: 'At' })}</th>
                </tr>
              </thead>
              <tbody>
                {file.money.postings.map((one) => (
                  <tr key={one.key + one.from + one.to}>
                    <td>
                      <code>{one.key}</code>
                    </td>
                    <td data-label={t({ vi: 'Từ', en: 'From' })}>
                      <code>{one.from}</code>
                    </td>
                    <td data-label={t({ vi: 'Đến', en: 'To' })}>
                      <code>{one.to}</code>
                    </td>
                    <td data-label={t({ vi: 'Số tiền', en: 'Amount' })} className="number">
                      {money(one.amountVnd)}
                    </td>
                    <td data-label={t({ vi: 'Lúc', en: 'At' })}>{dateTime(one.at)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Section>
        {delivery.delivery ? (
          <Section title={{ vi: 'Giao nhận', en: 'Delivery' }}>
            <div className="stack">
              <FileList files={delivery.delivery.files} entitlementId={null} />
              <Facts
                facts={[
                  [{ vi: 'Giao lúc', en: 'Delivered' }, dateTime(delivery.delivery.deliveredAt)],
                  [{ vi: 'Bản kê', en: 'Manifest' }, <Hash key="manifest" value={delivery.delivery.manifestSha256} />],
                  [{ vi: 'Biên nhận', en: 'Receipt' }, delivery.receipt?.id ?? null],
                  [
                    { vi: 'Quyền truy cập', en: 'Entitlement' },
                    entitlement ? (
                      <span key="entitlement">
                        <State of="entitlement" state={entitlement.state} /> {number(entitlement.downloads)}{' '}
                        {t({ vi: 'lượt tải', en: 'downloads' })}
                      </span>
                    ) : null,
                  ],
                ]}
              />
              {entitlement ? (
                <Actions
                  actions={entitlement.actions}
                  run={(action, reason) =>
                    moveAccess.run({
                      params: { id: entitlement.id },
                      body: { action: action as 'suspend', ...(reason ? { reason } : {}) },
                    })
                  }
                />
              ) : null}
            </div>
          </Section>
        ) : null}
        <Bundles kind="order" id={id} />
        <Certificates orderId={order.id} state={order.state} />
        <Section title={{ vi: 'Sự kiện', en: 'Events' }}>
          <EventList events={file.events} />
        </Section>
      </div>
    </>
  );
}
