import { useSearchParams } from 'react-router';
import { invoiceNotice } from '../../contracts/invoicing';
import { useT } from '../i18n';
import { InvoiceTable } from '../parts/invoice-list';
import { More } from '../parts/more';
import { useHas } from '../session';
import { Button, Empty, PageHead } from '../ui/parts';

const sides = { issued: { vi: 'Đã lập', en: 'Issued' }, received: { vi: 'Nhận được', en: 'Received' } } as const;

export default function Invoices() {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const [operator, regulator] = [useHas('operator'), useHas('regulator')];
  const asked = search.get('side');
  const side = asked === 'issued' || asked === 'received' ? asked : undefined;
  return (
    <>
      <PageHead title={t({ vi: 'Hóa đơn', en: 'Invoices' })} lead={t(invoiceNotice)} />
      <div className="stack">
        {regulator ? null : (
          <div className="row">
            <Button kind={side === undefined ? 'primary' : 'plain'} onClick={() => setSearch({})}>
              {operator ? t({ vi: 'Mọi hóa đơn', en: 'All of the exchange' }) : t({ vi: 'Tất cả', en: 'All' })}
            </Button>
            {(['issued', 'received'] as const).map((one) => (
              <Button key={one} kind={side === one ? 'primary' : 'plain'} onClick={() => setSearch({ side: one })}>
                {t(sides[one])}
              </Button>
            ))}
          </div>
        )}
        <More
          id="listInvoices"
          given={{ query: side === undefined ? {} : { side } }}
          empty={
            <Empty title={{ vi: 'Chưa có hóa đơn nào', en: 'There is no invoice yet' }}>
              <p>
                {t({
                  vi: 'Hóa đơn được lập khi đơn hàng được thanh toán và quyết toán.',
                  en: 'Invoices are issued when an order is paid and when it is settled.',
                })}
              </p>
            </Empty>
          }
        >
          {(items) => <InvoiceTable items={items} />}
        </More>
      </div>
    </>
  );
}
