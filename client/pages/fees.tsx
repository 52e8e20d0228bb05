import { type FormEvent, useState } from 'react';
import { quote } from '../../contracts/money';
import type { FeeScheduleView } from '../../contracts/pricing';
import { type VatClass, vatClasses, vatClassNames } from '../../contracts/scheme/vat';
import { vietnamDay } from '../../contracts/vietnam-day';
import { useAct, useData } from '../api';
import { date, money, number } from '../format';
import { useLanguage, useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { FeeSentence } from '../parts/money';
import { State } from '../parts/state';
import { useHas } from '../session';
import { formText, SelectField, TextField } from '../ui/fields';
import { Badge, Button, Callout, Empty, fieldError, PageHead, Problem, Section } from '../ui/parts';

const examples = [500_000, 5_000_000, 50_000_000];

/** What the exchange takes, for everybody to read; the operator proposes and approves versions here. */
export default function Fees() {
  const t = useT();
  const { terms, items } = useData('getFees', {});
  const operator = useHas('operator');
  const today = vietnamDay(new Date());
  return (
    <>
      <PageHead
        title={t({ vi: 'Biểu phí', en: 'Fees' })}
        lead={t({
          vi: 'Bên bán trả phí khi đơn hàng được quyết toán. Thỏa thuận giữ đúng biểu phí của ngày lập; bên mua không trả thêm.',
          en: 'The provider pays the fee when an order is settled. An agreement keeps the fees of its day; the buyer pays nothing on top.',
        })}
      />
      <div className="stack-wide">
        <Section title={{ vi: 'Đang áp dụng', en: 'In force' }}>
          <div className="stack">
            <p>
              <strong>
                <FeeSentence terms={terms} />
              </strong>
            </p>
            <table className="table cards">
              <caption className="visually-hidden">{t({ vi: 'Ví dụ', en: 'Examples' })}</caption>
              <thead>
                <tr>
                  <th scope="col">{t({ vi: 'Giá chưa thuế', en: 'Price before VAT' })}</th>
                  <th scope="col" className="number">
                    {t({ vi: 'Phí', en: 'Fee' })}
                  </th>
                  <th scope="col" className="number">
                    {t({ vi: 'Thuế của phí', en: 'VAT on the fee' })}
                  </th>
                  <th scope="col" className="number">
                    {t({ vi: 'Còn lại, chưa kể thuế của giá', en: 'Left, without the price’s VAT' })}
                  </th>
                </tr>
              </thead>
              <tbody>
                {examples.map((price) => {
                  const { fee } = quote(today, price, 'KKKNT', terms);
                  return (
                    <tr key={price}>
                      <td>{money(price)}</td>
                      <td className="number" data-label={t({ vi: 'Phí', en: 'Fee' })}>
                        {money(fee.netVnd)}
                      </td>
                      <td className="number" data-label={t({ vi: 'Thuế của phí', en: 'VAT on the fee' })}>
                        {money(fee.vatVnd)}
                      </td>
                      <td className="number" data-label={t({ vi: 'Còn lại', en: 'Left' })}>
                        {money(price - fee.totalVnd)}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        </Section>
        <Section title={{ vi: 'Các phiên bản', en: 'Versions' }}>
          {items.length === 0 ? (
            <Empty
              title={{ vi: 'Sàn chưa ban hành biểu phí: không thu phí.', en: 'No fees have been set: none are taken.' }}
            />
          ) : (
            <ul className="list">
              {items.map((one) => (
                <Version key={one.id} one={one} />
              ))}
            </ul>
          )}
        </Section>
        {operator ? <Propose first={!items.some((one) => one.state === 'approved')} /> : null}
      </div>
    </>
  );
}

function Version({ one }: { one: FeeScheduleView }) {
  const t = useT();
  const title = useTitle();
  const move = useAct('transitionFees');
  return (
    <li className="entry">
      <h3>
        {t({ vi: 'Biểu phí số', en: 'Schedule no.' })} {number(one.terms.version)}{' '}
        {one.inForce ? (
          <Badge tone="good">{t({ vi: 'đang áp dụng', en: 'in force' })}</Badge>
        ) : (
          <State of="fee-schedule" state={one.state} />
        )}
      </h3>
      <p>
        <FeeSentence terms={one.terms} />
      </p>
      <p className="meta">
        <span>
          {t({ vi: 'từ ngày', en: 'from' })} {date(one.validFrom)}
        </span>
        <span>{title(one.operator)}</span>
        {one.stateReason ? <span>{one.stateReason}</span> : null}
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

function Propose({ first }: { first: boolean }) {
  const { t, language } = useLanguage();
  const propose = useAct('proposeFees');
  const [sent, setSent] = useState(false);
  const wrong = (pointer: string) => fieldError(propose.problem, pointer, language === 'vi');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = formText(form);
    const body = {
      validFrom: text('validFrom'),
      percentBp: Math.round(Number(text('percent')) * 100),
      fixedVnd: Number(text('fixedVnd')),
      minVnd: Number(text('minVnd')),
      maxVnd: text('maxVnd') === '' ? null : Number(text('maxVnd')),
      vatClass: text('vatClass') as VatClass,
    };
    setSent(false);
    void propose
      .run({ body })
      .then(() => {
        form.reset();
        setSent(true);
      })
      .catch(() => null);
  };
  return (
    <Section title={{ vi: 'Đề xuất biểu phí mới', en: 'Propose new fees' }}>
      <form className="form" onSubmit={submit}>
        <div className="grid-2">
          <TextField
            name="validFrom"
            type="date"
            required
            label={t({ vi: 'Áp dụng từ ngày', en: 'In force from' })}
            hint={
              first
                ? t({ vi: 'Biểu phí đầu tiên: từ hôm nay.', en: 'The first one: from today on.' })
                : t({ vi: 'Từ ngày mai trở đi.', en: 'From tomorrow on.' })
            }
            wrong={wrong('/validFrom')}
          />
          <TextField
            name="percent"
            type="number"
            min={0}
            max={30}
            step={0.01}
            required
            defaultValue={5}
            label={t({ vi: 'Phần trăm giá chưa thuế', en: 'Per cent of the price before VAT' })}
            wrong={wrong('/percentBp')}
          />
          <TextField
            name="fixedVnd"
            type="number"
            min={0}
            required
            defaultValue={0}
            label={t({ vi: 'Phần cố định (đồng)', en: 'Fixed part (đồng)' })}
            wrong={wrong('/fixedVnd')}
          />
          <TextField
            name="minVnd"
            type="number"
            min={0}
            required
            defaultValue={0}
            label={t({ vi: 'Ít nhất (đồng)', en: 'At least (đồng)' })}
            wrong={wrong('/minVnd')}
          />
          <TextField
            name="maxVnd"
            type="number"
            min={0}
            label={t({ vi: 'Nhiều nhất (đồng)', en: 'At most (đồng)' })}
            hint={t({ vi: 'Để trống: không giới hạn.', en: 'Empty: no limit.' })}
            wrong={wrong('/maxVnd')}
          />
          <SelectField
            name="vatClass"
            label={t({ vi: 'Loại thuế GTGT của phí', en: 'VAT class of the fee' })}
            defaultValue="8"
            options={vatClasses.map((one) => ({ value: one, label: t(vatClassNames[one]) }))}
          />
        </div>
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
    </Section>
  );
}
