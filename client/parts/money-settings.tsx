import { type FormEvent, useState } from 'react';
import type { MoneySettingView, MoneyTerms } from '../../contracts/money-settings';
import { useAct, useData } from '../api';
import { dateTime, number } from '../format';
import { useLanguage, useT } from '../i18n';
import { useHas } from '../session';
import { Check, CheckGroup, formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Badge, Button, Callout, fieldError, Problem, Section } from '../ui/parts';
import { Actions } from './actions';
import { State } from './state';

/** What it means in law that money passes through the exchange, or does not. */
export function PaymentFunction({ on }: { on: boolean }) {
  const t = useT();
  return on ? (
    <Callout tone="warn" title={t({ vi: 'Sàn có chức năng thanh toán', en: 'The exchange has a payment function' })}>
      <p>
        {t({
          vi: 'Tiền của bên mua đi qua sàn và được giữ đến khi nghiệm thu. Sàn vì thế phải khấu trừ, khai thuế thay cho bên bán là hộ, cá nhân kinh doanh (NĐ 252/2026, Đ.3, 22, 43); giữ tiền của khách cần giấy phép trung gian thanh toán của Ngân hàng Nhà nước hoặc một bên có giấy phép giữ thay.',
          en: 'Buyers’ money passes through the exchange and is held until acceptance. It therefore withholds and declares tax for sellers that are households or individuals (Decree 252/2026, Arts. 3, 22, 43); holding clients’ money needs a payment-intermediary licence of the State Bank, or somebody licensed who holds it.',
        })}
      </p>
    </Callout>
  ) : (
    <Callout
      tone="warn"
      title={t({ vi: 'Sàn không có chức năng thanh toán', en: 'The exchange has no payment function' })}
    >
      <p>
        {t({
          vi: 'Bên mua trả thẳng cho bên bán; sàn chỉ ghi số tham chiếu, chứng từ và xác nhận của hai bên, không giữ, không chi trả tiền nào. Phí sàn thành khoản bên bán nợ, có hóa đơn. Không ai được giữ tiền hộ bên mua khi có tranh chấp.',
          en: 'Buyers pay providers directly; the exchange notes reference, paper and both parties’ words, and holds and pays out nothing. Its fee is owed by the provider, by invoice. Nobody holds a buyer’s money for a dispute.',
        })}
      </p>
    </Callout>
  );
}

/** How money goes, version by version; the operator proposes and approves here. */
export function MoneySettings() {
  const { terms, items } = useData('getMoneySettings', {});
  const operator = useHas('operator');
  return (
    <Section title={{ vi: 'Thiết lập thanh toán', en: 'How money goes' }}>
      <div className="stack">
        <p>
          <strong>{useTermsText()(terms)}</strong>
        </p>
        {items.length > 0 ? (
          <ul className="list">
            {items.map((one) => (
              <Version key={one.id} one={one} />
            ))}
          </ul>
        ) : null}
        {operator ? <Propose terms={terms} /> : null}
      </div>
    </Section>
  );
}

function useTermsText(): (terms: MoneyTerms) => string {
  const t = useT();
  return ({ paymentFunction, card, bank, reserveBp, reserveDays }) => {
    if (!paymentFunction) return t({ vi: 'Trả thẳng cho bên bán', en: 'Paid directly to the provider' });
    const rails = [
      card ? t({ vi: 'thẻ', en: 'card' }) : null,
      bank ? t({ vi: 'chuyển khoản', en: 'bank transfer' }) : null,
    ].filter((one) => one !== null);
    const held = reserveBp > 0 && reserveDays > 0;
    const reserve = held
      ? t({
          vi: `giữ dự phòng ${number(reserveBp / 100)} % trong ${reserveDays} ngày`,
          en: `${number(reserveBp / 100)} % kept back for ${reserveDays} days`,
        })
      : t({ vi: 'không giữ dự phòng', en: 'no reserve' });
    return `${t({ vi: 'Qua sàn', en: 'Through the exchange' })}: ${rails.join(', ')}; ${reserve}`;
  };
}

function Version({ one }: { one: MoneySettingView }) {
  const t = useT();
  const text = useTermsText();
  const move = useAct('transitionMoneySetting');
  return (
    <li className="entry">
      <h3>
        {t({ vi: 'Thiết lập số', en: 'Setting no.' })} {number(one.number)}{' '}
        {one.inForce ? (
          <Badge tone="good">{t({ vi: 'đang áp dụng', en: 'in force' })}</Badge>
        ) : (
          <State of="money-setting" state={one.state} />
        )}
      </h3>
      <p>{text(one.terms)}</p>
      <p className="faint">
        {dateTime(one.stateSince)} · {one.why}
      </p>
      <Actions
        actions={one.actions}
        run={(action, reason) =>
          move.run({ params: { id: one.id }, body: { action: action as 'approve', ...(reason ? { reason } : {}) } })
        }
      />
    </li>
  );
}

function Propose({ terms }: { terms: MoneyTerms }) {
  const { t, language } = useLanguage();
  const propose = useAct('proposeMoneySetting');
  const [through, setThrough] = useState(terms.paymentFunction);
  const [sent, setSent] = useState(false);
  const wrong = (pointer: string) => fieldError(propose.problem, pointer, language === 'vi');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = formText(form);
    const data = new FormData(form);
    const body = {
      paymentFunction: through,
      ...(through ? { card: data.has('card'), bank: data.has('bank') } : { card: terms.card, bank: terms.bank }),
      reserveBp: through ? Math.round(Number(text('reservePercent')) * 100) : 0,
      reserveDays: through ? Number(text('reserveDays')) : 0,
      why: text('why'),
    };
    setSent(false);
    void propose
      .run({ body })
      .then(() => setSent(true))
      .catch(() => null);
  };
  return (
    <details>
      <summary>{t({ vi: 'Đề xuất thay đổi', en: 'Propose a change' })}</summary>
      <form className="panel stack" onSubmit={submit}>
        <SelectField
          name="way"
          label={t({ vi: 'Tiền đi đường nào', en: 'Which way money goes' })}
          defaultValue={through ? 'through' : 'direct'}
          options={[
            { value: 'through', label: t({ vi: 'Qua sàn (có chức năng thanh toán)', en: 'Through the exchange' }) },
            { value: 'direct', label: t({ vi: 'Thẳng từ bên mua đến bên bán', en: 'From buyer to provider' }) },
          ]}
          onChoose={(value) => setThrough(value === 'through')}
        />
        <PaymentFunction on={through} />
        {through ? (
          <>
            <CheckGroup legend={t({ vi: 'Phương thức nhận tiền', en: 'Ways to pay' })}>
              <Check name="card" defaultChecked={terms.card} label={t({ vi: 'Thẻ (Stripe)', en: 'Card (Stripe)' })} />
              <Check
                name="bank"
                defaultChecked={terms.bank}
                label={t({ vi: 'Chuyển khoản vào tài khoản của sàn', en: 'Transfer to the exchange’s account' })}
              />
            </CheckGroup>
            {(wrong('/card') ?? wrong('/bank')) ? <p className="wrong">{wrong('/card') ?? wrong('/bank')}</p> : null}
            <div className="grid-2">
              <TextField
                name="reservePercent"
                type="number"
                min={0}
                max={50}
                step={0.01}
                required
                defaultValue={terms.reserveBp / 100}
                label={t({ vi: 'Giữ dự phòng (% phần của bên bán)', en: 'Reserve (% of the provider’s part)' })}
                wrong={wrong('/reserveBp')}
              />
              <TextField
                name="reserveDays"
                type="number"
                min={0}
                max={180}
                required
                defaultValue={terms.reserveDays}
                label={t({ vi: 'trong bao nhiêu ngày', en: 'for how many days' })}
                wrong={wrong('/reserveDays')}
              />
            </div>
          </>
        ) : null}
        <TextArea name="why" required rows={3} label={t({ vi: 'Vì sao', en: 'Why' })} wrong={wrong('/why')} />
        <Problem problem={propose.problem} />
        {sent ? (
          <Callout
            tone="good"
            title={t({ vi: 'Đã đề xuất; một người khác phải duyệt.', en: 'Proposed; somebody else must approve it.' })}
          />
        ) : null}
        <div>
          <Button type="submit" kind="primary" pending={propose.pending}>
            {t({ vi: 'Đề xuất', en: 'Propose' })}
          </Button>
        </div>
      </form>
    </details>
  );
}
