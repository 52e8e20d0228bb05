import { type FormEvent, useState } from 'react';
import { type Purpose, purposeLabels, purposes } from '../../contracts/licences/policy';
import { changesBetween, type Terms } from '../../contracts/licences/terms';
import type { RequestView } from '../../contracts/ordering';
import { useAct } from '../api';
import { useLanguage } from '../i18n';
import { formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, Callout, fieldError, Problem, Section } from '../ui/parts';
import { PolicyFields, policyIn } from './policy-fields';
import { Changes } from './rounds';

/** A counter-offer: change what should be different, see the difference, send it. It binds nobody. */
export function CounterOffer({ request }: { request: RequestView }) {
  const { t, language } = useLanguage();
  const propose = useAct('proposeRound');
  const [wanted, setWanted] = useState<Terms | null>(null);
  const standing = request.rounds.at(-1);
  if (!standing) return null;
  const { terms, sha256 } = standing;
  const changes = wanted ? changesBetween(terms, wanted) : [];
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const next = read(event.currentTarget, terms);
    const note = formText(event.currentTarget)('note');
    setWanted(next);
    if (changesBetween(terms, next).length === 0) return;
    void propose
      .run({ params: { id: request.id }, body: { seen: sha256, terms: next, ...(note === '' ? {} : { note }) } })
      .catch(() => null);
  };
  const wrong = (pointer: string) => fieldError(propose.problem, pointer, language === 'vi');
  return (
    <Section title={{ vi: 'Đề nghị sửa đổi', en: 'Counter-offer' }}>
      <details>
        <summary>{t({ vi: 'Đề nghị điều khoản khác', en: 'Propose other terms' })}</summary>
        <form
          key={sha256}
          className="form"
          style={{ marginTop: '1rem' }}
          onSubmit={submit}
          onChange={(event) => setWanted(read(event.currentTarget, terms))}
        >
          <div className="grid-2">
            <TextField
              name="priceVnd"
              type="number"
              min={0}
              required
              label={t({ vi: 'Tổng giá (đồng, chưa VAT)', en: 'Whole price (đồng, before VAT)' })}
              defaultValue={terms.priceVnd}
              wrong={wrong('/terms/priceVnd')}
            />
            <TextField
              name="months"
              type="number"
              min={1}
              max={120}
              label={t({ vi: 'Thời hạn (tháng)', en: 'Term (months)' })}
              hint={t({ vi: 'Để trống: không thời hạn.', en: 'Empty: without end.' })}
              defaultValue={terms.policy.duration.months ?? ''}
            />
            <SelectField
              name="purpose"
              label={t({ vi: 'Mục đích đã nêu', en: 'Stated purpose' })}
              defaultValue={terms.purpose}
              wrong={wrong('/terms/purpose')}
              options={purposes.map((one) => ({ value: one, label: t(purposeLabels[one]) }))}
            />
            <TextField
              name="terminationNoticeDays"
              type="number"
              min={0}
              max={365}
              required
              label={t({ vi: 'Báo trước khi chấm dứt sớm (ngày)', en: 'Notice of early termination (days)' })}
              defaultValue={terms.terminationNoticeDays}
            />
          </div>
          <PolicyFields policy={terms.policy} />
          <TextArea
            name="note"
            rows={3}
            label={t({ vi: 'Lời nhắn cho bên kia (không bắt buộc)', en: 'Note to the other side (optional)' })}
          />
          {changes.length > 0 ? (
            <Callout title={t({ vi: 'Bạn đề nghị đổi', en: 'You propose to change' })}>
              <Changes changes={changes} />
            </Callout>
          ) : (
            <p className="faint">{t({ vi: 'Chưa đổi điều khoản nào.', en: 'Nothing is changed yet.' })}</p>
          )}
          <Problem problem={propose.problem} />
          <div className="row">
            <Button type="submit" pending={propose.pending}>
              {t({ vi: 'Gửi đề nghị', en: 'Send the counter-offer' })}
            </Button>
            <span className="faint">
              {t({ vi: 'Chưa ràng buộc ai cho đến khi ký.', en: 'Binds nobody until it is signed.' })}
            </span>
          </div>
        </form>
      </details>
    </Section>
  );
}

function read(form: HTMLFormElement, terms: Terms): Terms {
  const text = formText(form);
  return {
    ...terms,
    priceVnd: Number(text('priceVnd')),
    purpose: text('purpose') as Purpose,
    terminationNoticeDays: Number(text('terminationNoticeDays')),
    policy: {
      ...terms.policy,
      ...policyIn(form),
      duration: { months: text('months') === '' ? null : Number(text('months')) },
    },
  };
}
