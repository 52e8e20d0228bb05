import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { DirectView } from '../../contracts/direct';
import type { OrderView } from '../../contracts/ordering';
import type { ProblemBody } from '../../contracts/problems';
import { vietnamDay } from '../../contracts/vietnam-day';
import { answerOf, asProblem, useAct, useData } from '../api';
import { date, dateTime, money } from '../format';
import { useLanguage, useT } from '../i18n';
import { formText, TextArea, TextField } from '../ui/fields';
import { Badge, Button, Callout, Facts, fieldError, Problem, Section } from '../ui/parts';
import { Countdown } from './clock';
import { DirectReturns } from './direct-returns';
import { Copied } from './transfer';

const answers = {
  confirmed: { vi: 'bên bán đã nhận được', en: 'received, says the provider' },
  denied: { vi: 'bên bán nói chưa nhận được', en: 'not received, says the provider' },
  found: { vi: 'được công nhận là đã thanh toán', en: 'recognised as paid' },
  not_found: { vi: 'không tìm thấy', en: 'not found' },
} as const;

/** A payment that goes from buyer to provider: where to, what the buyer says, what the provider says, what goes back. */
export function DirectPayment({ order }: { order: OrderView }) {
  const { direct } = useData('getDirectPayment', { params: { id: order.id } });
  if (!direct) return null;
  return (
    <Section title={{ vi: 'Thanh toán trực tiếp cho bên bán', en: 'Paid directly to the provider' }}>
      <div className="stack">
        <Holding />
        {order.state === 'awaiting_payment' ? <Where direct={direct} /> : null}
        {direct.mayState ? <State direct={direct} /> : null}
        <Statements direct={direct} />
        {direct.mayAnswer ? <Answer direct={direct} disputed={order.state === 'disputed'} /> : null}
        <DirectReturns direct={direct} />
      </div>
    </Section>
  );
}

function Holding() {
  const t = useT();
  return (
    <Callout tone="warn" title={t({ vi: 'Sàn không giữ khoản tiền này', en: 'The exchange holds none of this money' })}>
      {t({
        vi: 'Tiền đi thẳng từ bên mua đến bên bán. Sàn chỉ ghi lại số tham chiếu, chứng từ và lời xác nhận của hai bên; hoàn tiền cũng do bên bán chuyển.',
        en: 'It goes straight from buyer to provider. The exchange notes reference, paper and both parties’ words; a refund is sent by the provider as well.',
      })}
    </Callout>
  );
}

function Where({ direct }: { direct: DirectView }) {
  const t = useT();
  const { account, reference, totalVnd, qr, dueAt } = direct;
  if (!account) {
    return (
      <Callout
        tone="bad"
        title={t({ vi: 'Bên bán chưa khai tài khoản nhận tiền', en: 'The provider has no account yet' })}
      >
        {t({
          vi: 'Bên bán nhập tài khoản ở trang “Tiền bán dữ liệu”. Đừng chuyển tiền theo cách khác.',
          en: 'The provider enters it on the page “Money”. Do not pay in another way.',
        })}
      </Callout>
    );
  }
  return (
    <div className="transfer">
      {qr ? (
        <figure>
          <img
            src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(qr.svg)}`}
            width={240}
            height={240}
            alt={t({
              vi: `Mã VietQR: chuyển ${money(totalVnd)} cho bên bán với nội dung ${reference}`,
              en: `VietQR code: transfer ${money(totalVnd)} to the provider with the content ${reference}`,
            })}
          />
          <figcaption className="faint">
            {t({ vi: 'Quét bằng ứng dụng ngân hàng', en: 'Scan it with your banking app' })}
          </figcaption>
        </figure>
      ) : null}
      <Facts
        facts={[
          [{ vi: 'Mã ngân hàng (BIN)', en: 'Bank (BIN)' }, account.bin],
          [{ vi: 'Số tài khoản', en: 'Account' }, <Copied key="number" value={account.number} />],
          [{ vi: 'Chủ tài khoản', en: 'Account holder' }, account.holder],
          [
            { vi: 'Số tiền', en: 'Amount' },
            <Copied key="amount" value={String(totalVnd)}>
              {money(totalVnd)}
            </Copied>,
          ],
          [{ vi: 'Nội dung', en: 'Content' }, <Copied key="content" value={reference} />],
          [{ vi: 'Hạn thanh toán', en: 'To be paid by' }, dueAt ? <Countdown key="due" due={dueAt} /> : null],
        ]}
      />
    </div>
  );
}

function State({ direct }: { direct: DirectView }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const state = useAct('stateDirectPayment');
  const [problem, setProblem] = useState<ProblemBody | null>(null);
  const [sending, setSending] = useState(false);
  const wrong = (pointer: string) => fieldError(state.problem, pointer, language === 'vi');
  const at = `/api/v1/orders/${direct.orderId}/payment-evidence`;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = formText(form);
    setProblem(null);
    setSending(true);
    try {
      const body = new FormData();
      body.append('file', new FormData(form).get('paper') as File);
      const evidence = (await answerOf(await fetch(at, { method: 'POST', body }))) as { id: string };
      await state
        .run({
          params: { id: direct.orderId },
          body: {
            ...{ bankReference: text('bankReference'), paidOn: text('paidOn'), amountVnd: Number(text('amountVnd')) },
            evidenceId: evidence.id,
          },
        })
        .catch(() => null);
      await queries.invalidateQueries();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setSending(false);
    }
  };
  return (
    <form className="panel stack" onSubmit={(event) => void submit(event)}>
      <h3>{t({ vi: 'Tôi đã chuyển tiền', en: 'I have paid' })}</h3>
      <div className="grid-2">
        <TextField
          name="bankReference"
          required
          minLength={2}
          maxLength={80}
          label={t({ vi: 'Số tham chiếu của ngân hàng', en: 'The bank’s reference' })}
          hint={t({ vi: 'Ví dụ FT26331123456, trên giấy báo nợ.', en: 'E.g. FT26331123456, on the debit advice.' })}
          wrong={wrong('/bankReference')}
        />
        <TextField
          name="paidOn"
          type="date"
          required
          defaultValue={vietnamDay(new Date())}
          label={t({ vi: 'Ngày chuyển', en: 'Day of the payment' })}
          wrong={wrong('/paidOn')}
        />
        <TextField
          name="amountVnd"
          type="number"
          required
          min={1}
          defaultValue={direct.totalVnd}
          label={t({ vi: 'Số tiền đã chuyển (₫)', en: 'Amount paid (₫)' })}
          wrong={wrong('/amountVnd')}
        />
        <label className="field">
          <span>{t({ vi: 'Chứng từ (PDF, ảnh; tối đa 10 MB)', en: 'Paper of it (PDF, picture; at most 10 MB)' })}</span>
          <input type="file" name="paper" required className="input" accept=".pdf,.png,.jpg,.jpeg" />
        </label>
      </div>
      <Problem problem={problem ?? state.problem} />
      <div>
        <Button type="submit" kind="primary" pending={sending || state.pending}>
          {t({ vi: 'Khai đã thanh toán', en: 'State the payment' })}
        </Button>
      </div>
    </form>
  );
}

function Statements({ direct }: { direct: DirectView }) {
  const t = useT();
  if (direct.statements.length === 0) return null;
  return (
    <ul className="list">
      {direct.statements.map((one) => (
        <li key={one.id} className="entry">
          <div className="row">
            <strong>{money(one.amountVnd)}</strong>
            <span>
              {t({ vi: 'chuyển ngày', en: 'paid on' })} {date(one.paidOn)} ·{' '}
              <span className="mono">{one.bankReference}</span>
            </span>
            {one.answer ? (
              <Badge tone={one.answer === 'confirmed' || one.answer === 'found' ? 'good' : 'bad'}>
                {t(answers[one.answer])}
              </Badge>
            ) : (
              <Badge tone="warn">{t({ vi: 'chờ bên bán xác nhận', en: 'to be confirmed by the provider' })}</Badge>
            )}
          </div>
          <p className="faint">
            {t({ vi: 'khai bởi', en: 'stated by' })} {one.statedBy}, {dateTime(one.statedAt)} ·{' '}
            <a href={`/api/v1/orders/${direct.orderId}/payment-evidence/${one.evidence.id}`} download>
              {one.evidence.name}
            </a>
          </p>
          {one.reason ? <p>{one.reason}</p> : null}
        </li>
      ))}
    </ul>
  );
}

function Answer({ direct, disputed }: { direct: DirectView; disputed: boolean }) {
  const { t, language } = useLanguage();
  const answer = useAct('answerDirectPayment');
  const params = { id: direct.orderId };
  const [denying, setDenying] = useState(false);
  const deny = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = formText(event.currentTarget)('reason');
    void answer.run({ params, body: { received: false, reason } }).catch(() => null);
  };
  return (
    <div className="panel stack">
      <p>
        {t({
          vi: 'Hãy xem sao kê ngân hàng của bạn. Xác nhận là đơn hàng được thanh toán và dữ liệu được giao ngay; không rút lại được.',
          en: 'Look at your bank statement. Your confirmation pays the order and delivers the data at once; it cannot be taken back.',
        })}
      </p>
      <Problem problem={answer.problem} />
      <div className="row">
        <Button
          kind="primary"
          pending={answer.pending}
          onClick={() => void answer.run({ params, body: { received: true } }).catch(() => null)}
        >
          {t({ vi: `Đã nhận ${money(direct.totalVnd)}`, en: `${money(direct.totalVnd)} received` })}
        </Button>
        {disputed ? null : (
          <Button kind="danger" onClick={() => setDenying(!denying)}>
            {t({ vi: 'Chưa nhận được', en: 'Not received' })}
          </Button>
        )}
      </div>
      {denying && !disputed ? (
        <form className="stack" onSubmit={deny}>
          <TextArea
            name="reason"
            required
            rows={3}
            label={t({ vi: 'Vì sao', en: 'Why' })}
            hint={t({
              vi: 'Ví dụ: đã xem sao kê đến hôm nay, không có khoản này. Một tranh chấp được mở, đơn vị vận hành quyết định.',
              en: 'E.g. looked at statements up to today, it is not there. A dispute is opened, and the operator decides.',
            })}
            wrong={fieldError(answer.problem, '/reason', language === 'vi')}
          />
          <div>
            <Button type="submit" kind="danger" pending={answer.pending}>
              {t({ vi: 'Báo chưa nhận được tiền', en: 'Say that it did not come' })}
            </Button>
          </div>
        </form>
      ) : null}
    </div>
  );
}
