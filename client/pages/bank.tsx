import { Link } from 'react-router';
import type { BankDesk } from '../../contracts/bank';
import { useData } from '../api';
import { dateTime, money, number } from '../format';
import { useT } from '../i18n';
import { BankImport } from '../parts/bank-import';
import { BankLines } from '../parts/bank-lines';
import { More } from '../parts/more';
import { Repayments } from '../parts/repayments';
import { paths } from '../paths';
import { useHas } from '../session';
import { Empty, Facts, PageHead, Section } from '../ui/parts';

/** The operator's desk for transfers: statements in, lines to be matched, money to be sent back. */
export default function Bank() {
  const t = useT();
  const desk = useData('getBankDesk', {});
  const operator = useHas('operator');
  const { account } = desk;
  return (
    <>
      <PageHead
        title={t({ vi: 'Ngân hàng', en: 'Bank' })}
        lead={t({
          vi: 'Tiền chuyển khoản tự khớp với đơn hàng theo mã trong nội dung. Phần còn lại do hai người quyết định.',
          en: 'Transfers find their orders by the reference in their content. The rest is decided by two people.',
        })}
      />
      <div className="stack-wide">
        <Section title={{ vi: 'Tài khoản của sàn', en: 'The account of the exchange' }}>
          {account ? (
            <Facts
              facts={[
                [{ vi: 'Ngân hàng', en: 'Bank' }, `${account.bank} (${account.bin})`],
                [{ vi: 'Số tài khoản', en: 'Account' }, account.number],
                [{ vi: 'Chủ tài khoản', en: 'Account holder' }, account.holder],
                [{ vi: 'Tiền chưa khớp', en: 'Unmatched' }, money(desk.unmatchedVnd)],
                [{ vi: 'Phải trả lại', en: 'To be sent back' }, money(desk.owedVnd)],
              ]}
            />
          ) : (
            <Empty title={{ vi: 'Sàn chưa nhận chuyển khoản', en: 'The exchange takes no transfers yet' }}>
              {t({
                vi: 'Đặt BANK_NAME, BANK_BIN, BANK_ACCOUNT, BANK_ACCOUNT_NAME và RAILS khi khởi động.',
                en: 'Set BANK_NAME, BANK_BIN, BANK_ACCOUNT, BANK_ACCOUNT_NAME and RAILS when starting.',
              })}
            </Empty>
          )}
        </Section>
        {operator ? <BankImport awaited={desk.awaited} /> : null}
        <Section title={{ vi: 'Tiền vào cần xử lý', en: 'Money in that needs somebody' }}>
          <More
            id="listBankLines"
            given={{ query: { open: 'yes' } }}
            empty={<Empty title={{ vi: 'Mọi khoản tiền vào đã khớp', en: 'Everything that came in is matched' }} />}
          >
            {(items) => <BankLines items={items} />}
          </More>
        </Section>
        <Section title={{ vi: 'Tiền phải trả lại', en: 'Money to be sent back' }}>
          <More
            id="listRepayments"
            given={{ query: { open: 'yes' } }}
            empty={<Empty title={{ vi: 'Không có khoản nào phải trả lại', en: 'Nothing has to be sent back' }} />}
          >
            {(items) => <Repayments items={items} />}
          </More>
        </Section>
        <Awaited awaited={desk.awaited} />
        <Section title={{ vi: 'Đã khớp và tiền ra', en: 'Matched, and money out' }}>
          <More
            id="listBankLines"
            given={{ query: { open: 'no', limit: 10 } }}
            empty={<Empty title={{ vi: 'Chưa có dòng nào', en: 'No line yet' }} />}
          >
            {(items) => <BankLines items={items} />}
          </More>
        </Section>
        <Section title={{ vi: 'Đã trả lại', en: 'Sent back' }}>
          <More
            id="listRepayments"
            given={{ query: { open: 'no', limit: 10 } }}
            empty={<Empty title={{ vi: 'Chưa có khoản nào', en: 'Nothing yet' }} />}
          >
            {(items) => <Repayments items={items} />}
          </More>
        </Section>
        <Statements statements={desk.statements} />
      </div>
    </>
  );
}

function Awaited({ awaited }: Pick<BankDesk, 'awaited'>) {
  const t = useT();
  return (
    <Section title={{ vi: 'Đang chờ chuyển khoản', en: 'Awaited transfers' }}>
      {awaited.length === 0 ? (
        <Empty title={{ vi: 'Không có đơn nào đang chờ chuyển khoản', en: 'No order waits for a transfer' }} />
      ) : (
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t({ vi: 'Mã chuyển khoản', en: 'Reference' })}</th>
              <th scope="col" className="number">
                {t({ vi: 'Đã nhận', en: 'Received' })}
              </th>
              <th scope="col" className="number">
                {t({ vi: 'Tổng', en: 'Total' })}
              </th>
            </tr>
          </thead>
          <tbody>
            {awaited.map((one) => (
              <tr key={one.reference}>
                <td>
                  <Link to={paths.orderFile(one.orderId)}>{one.reference}</Link>
                </td>
                <td className="number" data-label={t({ vi: 'Đã nhận', en: 'Received' })}>
                  {money(one.receivedVnd)}
                </td>
                <td className="number" data-label={t({ vi: 'Tổng', en: 'Total' })}>
                  {money(one.totalVnd)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Statements({ statements }: Pick<BankDesk, 'statements'>) {
  const t = useT();
  return (
    <Section title={{ vi: 'Sao kê đã nhập', en: 'Imported statements' }}>
      {statements.length === 0 ? (
        <Empty title={{ vi: 'Chưa nhập sao kê nào', en: 'No statement yet' }} />
      ) : (
        <ul className="list">
          {statements.map((one) => (
            <li key={one.id} className="meta">
              <strong>{one.name}</strong>
              <span>{dateTime(one.importedAt)}</span>
              <span>{one.importedBy}</span>
              <span>
                {t({
                  vi: `${number(one.fresh)} dòng mới, ${number(one.known)} đã có`,
                  en: `${number(one.fresh)} new lines, ${number(one.known)} known`,
                })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
