import { type ReactNode, useState } from 'react';
import type { TransferView } from '../../contracts/bank';
import { useData } from '../api';
import { money } from '../format';
import { useT } from '../i18n';
import { useSession } from '../session';
import { Button, Callout, Facts, ProgressBar, Section } from '../ui/parts';
import { Countdown } from './clock';
import { State } from './state';

/** How to pay by transfer: what to write, the QR code for it, what has come and how long there is. */
export function TransferPanel({ transfer }: { transfer: TransferView }) {
  const t = useT();
  const { exchange } = useSession();
  const { account, reference, missingVnd, receivedVnd, totalVnd, dueAt, qr } = transfer;
  return (
    <Section title={{ vi: 'Chuyển khoản ngân hàng', en: 'Bank transfer' }}>
      <div className="stack">
        {receivedVnd > 0 ? (
          <>
            <Callout
              tone="warn"
              title={t({
                vi: `Đã nhận ${money(receivedVnd)}, còn thiếu ${money(missingVnd)}`,
                en: `${money(receivedVnd)} received, ${money(missingVnd)} still missing`,
              })}
            >
              {t({
                vi: 'Chuyển phần còn lại với cùng nội dung; đơn được ghi nhận khi đủ tiền.',
                en: 'Transfer the rest with the same content; the order is paid when all of it is here.',
              })}
            </Callout>
            <ProgressBar fraction={receivedVnd / totalVnd} label={t({ vi: 'đã nhận', en: 'received' })} />
          </>
        ) : null}
        <div className="transfer">
          {qr ? (
            <figure>
              <img
                src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(qr.svg)}`}
                width={240}
                height={240}
                alt={t({
                  vi: `Mã VietQR: chuyển ${money(missingVnd)} với nội dung ${reference}`,
                  en: `VietQR code: transfer ${money(missingVnd)} with the content ${reference}`,
                })}
              />
              <figcaption className="faint">
                {t({ vi: 'Quét bằng ứng dụng ngân hàng', en: 'Scan it with your banking app' })}
              </figcaption>
            </figure>
          ) : null}
          <Facts
            facts={[
              [{ vi: 'Ngân hàng', en: 'Bank' }, account.bank],
              [{ vi: 'Số tài khoản', en: 'Account' }, <Copied key="number" value={account.number} />],
              [{ vi: 'Chủ tài khoản', en: 'Account holder' }, account.holder],
              [
                { vi: 'Số tiền', en: 'Amount' },
                <Copied key="amount" value={String(missingVnd)}>
                  {money(missingVnd)}
                </Copied>,
              ],
              [{ vi: 'Nội dung', en: 'Content' }, <Copied key="content" value={reference} />],
              [{ vi: 'Hạn thanh toán', en: 'To be paid by' }, dueAt ? <Countdown key="due" due={dueAt} /> : null],
            ]}
          />
        </div>
        <p className="faint">
          {t({
            vi: 'Giữ nguyên nội dung: sàn nhận ra khoản tiền theo mã này. Khoản chuyển thừa hoặc đến muộn được trả lại tài khoản đã chuyển.',
            en: 'Keep the content as it is: your payment is found by it. What is too much or too late goes back to the account it came from.',
          })}
        </p>
        {exchange.mode === 'demo' ? (
          <p className="faint">
            {t({
              vi: 'Sàn trình diễn: tài khoản này không có thật. Đơn vị vận hành nhập sao kê mẫu ở trang “Ngân hàng”.',
              en: 'Demonstration: this account does not exist. The operator imports a sample statement on the page “Bank”.',
            })}
          </p>
        ) : null}
      </div>
    </Section>
  );
}

/** A value that goes into another app, whole and without a slip. */
export function Copied({ value, children }: { value: string; children?: ReactNode }) {
  const t = useT();
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setDone(true);
    setTimeout(() => setDone(false), 2_000);
  };
  return (
    <span className="copied">
      <strong className="figures">{children ?? value}</strong>{' '}
      <Button kind="quiet" small onClick={() => void copy()}>
        {done ? t({ vi: 'Đã chép', en: 'Copied' }) : t({ vi: 'Chép', en: 'Copy' })}
        <span className="visually-hidden"> {value}</span>
      </Button>
    </span>
  );
}

/** What came in too much or too late by transfer, for the buyer. */
export function TransferReturns({ orderId }: { orderId: string }) {
  const t = useT();
  const { transfer } = useData('getTransfer', { params: { id: orderId } });
  if (!transfer || transfer.returns.length === 0) return null;
  return (
    <Section title={{ vi: 'Tiền chuyển trả bạn', en: 'Money that goes back to you' }}>
      <ul className="list">
        {transfer.returns.map((one) => (
          <li key={one.id} className="row">
            <strong>{money(one.amountVnd)}</strong>
            <State of="repayment" state={one.state} />
          </li>
        ))}
      </ul>
      <p className="faint">
        {t({
          vi: 'Chuyển về tài khoản mà bạn đã dùng; hai người của đơn vị vận hành xác nhận.',
          en: 'It goes to the account it came from; two people of the operator confirm it.',
        })}
      </p>
    </Section>
  );
}
