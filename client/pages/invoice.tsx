import type { FormEvent } from 'react';
import { Link, useParams } from 'react-router';
import { type InvoiceView, invoiceKindNames, invoiceTriggerNames } from '../../contracts/invoicing';
import { vatClassNames } from '../../contracts/scheme/vat';
import { useAct, useData } from '../api';
import { date, dateTime, money, number } from '../format';
import { useLanguage, useTitle } from '../i18n';
import { paths } from '../paths';
import { formText, TextField } from '../ui/fields';
import { Badge, Button, Callout, Facts, fieldError, PageHead, Problem, Section } from '../ui/parts';

export default function Invoice() {
  const { id = '' } = useParams();
  const { t, language } = useLanguage();
  const invoice = useData('getInvoice', { params: { id } });
  const name = invoice.corrects
    ? t({ vi: 'Hóa đơn điều chỉnh', en: 'Credit note' })
    : t({ vi: 'Hóa đơn', en: 'Invoice' });
  const file = (format: string) => `/api/v1/invoices/${id}/document?format=${format}&language=${language}`;
  return (
    <>
      <PageHead
        eyebrow={invoice.id}
        title={`${name} ${invoice.series}-${invoice.number}`}
        lead={t(invoiceKindNames[invoice.kind])}
      >
        {invoice.corrects ? <Badge tone="warn">{t({ vi: 'điều chỉnh giảm', en: 'reduces an invoice' })}</Badge> : null}
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          <Callout tone="warn" title={t(invoice.notice)}>
            {t({
              vi: 'Bên bán lập hóa đơn điện tử theo dữ liệu này và ghi lại số của nó.',
              en: 'The seller issues the electronic invoice from this data and enters its number here.',
            })}
          </Callout>
          <div className="grid-2">
            <Party of={invoice.seller} title={{ vi: 'Bên bán', en: 'Seller' }} />
            <Party of={invoice.buyer} title={{ vi: 'Bên mua', en: 'Buyer' }} />
          </div>
          <Lines invoice={invoice} />
        </div>
        <aside className="stack">
          <div className="row">
            <a className="button primary" href={file('pdf')} download>
              PDF
            </a>
            <a className="button" href={file('xml')} download>
              XML
            </a>
            <a className="button" href={file('json')} download>
              JSON
            </a>
          </div>
          <Facts
            facts={[
              [{ vi: 'Ngày lập', en: 'Issued' }, date(invoice.issuedAt)],
              [{ vi: 'Lập theo', en: 'Issued upon' }, t(invoiceTriggerNames[invoice.trigger])],
              [
                { vi: 'Đơn hàng', en: 'Order' },
                <Link key="order" to={paths.order(invoice.orderId)}>
                  {invoice.orderId}
                </Link>,
              ],
              [
                { vi: 'Điều chỉnh cho', en: 'Corrects' },
                invoice.corrects ? (
                  <Link key="corrects" to={paths.invoice(invoice.corrects.id)}>
                    {invoice.corrects.series}-{invoice.corrects.number}
                  </Link>
                ) : null,
              ],
              [{ vi: 'Lý do', en: 'Reason' }, invoice.reason],
              [{ vi: 'Số chính thức', en: 'Official number' }, invoice.official?.number ?? null],
              [{ vi: 'Mã cơ quan thuế', en: 'Tax code of it' }, invoice.official?.code ?? null],
              [{ vi: 'Ghi lúc', en: 'Entered' }, invoice.official ? dateTime(invoice.official.enteredAt) : null],
            ]}
          />
          {invoice.canEnterOfficial ? <Official id={id} /> : null}
        </aside>
      </div>
    </>
  );
}

function Party({ of, title }: { of: InvoiceView['seller']; title: { vi: string; en: string } }) {
  const name = useTitle();
  return (
    <Section title={title}>
      <Facts
        facts={[
          [{ vi: 'Tên', en: 'Name' }, name(of)],
          [{ vi: 'Mã số thuế', en: 'Tax code' }, of.taxCode ?? '–'],
          [{ vi: 'Địa chỉ', en: 'Address' }, of.address],
        ]}
      />
    </Section>
  );
}

function Lines({ invoice }: { invoice: InvoiceView }) {
  const { t } = useLanguage();
  return (
    <Section title={{ vi: 'Dịch vụ', en: 'Services' }}>
      <div className="stack">
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t({ vi: 'Diễn giải', en: 'Description' })}</th>
              <th scope="col" className="number">
                {t({ vi: 'SL', en: 'Qty' })}
              </th>
              <th scope="col" className="number">
                {t({ vi: 'Thành tiền', en: 'Net' })}
              </th>
              <th scope="col" className="number">
                {t({ vi: 'Thuế suất', en: 'VAT rate' })}
              </th>
              <th scope="col" className="number">
                {t({ vi: 'Tiền thuế', en: 'VAT' })}
              </th>
            </tr>
          </thead>
          <tbody>
            {invoice.lines.map((line) => (
              <tr key={line.description.vi}>
                <td>{t(line.description)}</td>
                <td className="number" data-label={t({ vi: 'SL', en: 'Qty' })}>
                  {number(line.quantity)} {t(line.unit)}
                </td>
                <td className="number" data-label={t({ vi: 'Thành tiền', en: 'Net' })}>
                  {money(line.netVnd)}
                </td>
                <td className="number" data-label={t({ vi: 'Thuế suất', en: 'VAT rate' })}>
                  {line.vatPercent === null ? t(vatClassNames[line.vatClass]) : `${line.vatPercent} %`}
                </td>
                <td className="number" data-label={t({ vi: 'Tiền thuế', en: 'VAT' })}>
                  {money(line.vatVnd)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl className="sums">
          <dt>{t({ vi: 'Cộng tiền hàng', en: 'Net' })}</dt>
          <dd>{money(invoice.netVnd)}</dd>
          <dt>{t({ vi: 'Thuế GTGT', en: 'VAT' })}</dt>
          <dd>{money(invoice.vatVnd)}</dd>
          <dt className="total">{t({ vi: 'Tổng thanh toán', en: 'Total' })}</dt>
          <dd className="total">{money(invoice.totalVnd)}</dd>
        </dl>
        <p>
          <span className="faint">{t({ vi: 'Bằng chữ', en: 'In words' })}: </span>
          {t(invoice.inWords)}
        </p>
      </div>
    </Section>
  );
}

function Official({ id }: { id: string }) {
  const { t, language } = useLanguage();
  const enter = useAct('enterOfficialNumber');
  const wrong = (pointer: string) => fieldError(enter.problem, pointer, language === 'vi');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    void enter.run({ params: { id }, body: { number: text('number'), code: text('code') } }).catch(() => null);
  };
  return (
    <form className="panel stack" onSubmit={submit}>
      <h2>{t({ vi: 'Hóa đơn điện tử chính thức', en: 'The official e-invoice' })}</h2>
      <TextField
        name="number"
        required
        maxLength={40}
        label={t({ vi: 'Số hóa đơn', en: 'Invoice number' })}
        wrong={wrong('/number')}
      />
      <TextField
        name="code"
        required
        maxLength={80}
        label={t({ vi: 'Mã của cơ quan thuế', en: 'Code of the tax authority' })}
        hint={t({ vi: 'Ghi một lần, không sửa được.', en: 'Entered once; it cannot be changed.' })}
        wrong={wrong('/code')}
      />
      <Problem problem={enter.problem} />
      <Button type="submit" pending={enter.pending}>
        {t({ vi: 'Ghi số chính thức', en: 'Enter the official number' })}
      </Button>
    </form>
  );
}
