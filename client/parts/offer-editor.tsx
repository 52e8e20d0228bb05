import { type FormEvent, useState } from 'react';
import {
  describePolicy,
  type LicencePolicy,
  type Purpose,
  purposeLabels,
  type UserClass,
  userClasses,
  userClassLabels,
} from '../../contracts/licences/policy';
import { licenceTemplates } from '../../contracts/licences/templates';
import {
  type PriceModel,
  priceModelLabels,
  priceModels,
  type TierKind,
  tierKindLabels,
  tierKinds,
  unitLabels,
} from '../../contracts/licences/terms';
import type { LicenceId, OfferView } from '../../contracts/licensing';
import { quote } from '../../contracts/money';
import { defaultVatClass, type VatClass, vatClasses, vatClassNames } from '../../contracts/scheme/vat';
import { vietnamDay } from '../../contracts/vietnam-day';
import { useAct, useData } from '../api';
import { money } from '../format';
import { useLanguage, useT } from '../i18n';
import { Check, CheckGroup, formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, fieldError, Problem, Section } from '../ui/parts';
import { Actions } from './actions';
import { OrderMoneyBox } from './money';
import { OfferMarks } from './offer';
import { PolicyFields, policyIn } from './policy-fields';
import { State } from './state';

/** Offers of a dataset, and the form for the next one. */
export function OfferEditor({ datasetId, offers }: { datasetId: string; offers: readonly OfferView[] }) {
  const t = useT();
  const move = useAct('transitionOffer');
  return (
    <Section title={{ vi: 'Chào bán', en: 'Offers' }}>
      <div className="stack">
        {offers.map((offer) => (
          <div key={offer.id} className="panel stack">
            <div className="row">
              <strong>
                #{offer.number} {t(offer.licence.title)}
              </strong>
              <span>
                {offer.priceVnd === 0 ? t({ vi: 'Miễn phí', en: 'Free' }) : money(offer.priceVnd)}
                {offer.priceModel === 'one_off' || offer.priceVnd === 0 ? '' : ` / ${t(unitLabels[offer.priceModel])}`}
              </span>
              {offer.priceVnd === 0 ? null : (
                <span className="faint">
                  + {t({ vi: 'thuế GTGT', en: 'VAT' })} {t(vatClassNames[offer.price.vatClass])}
                </span>
              )}
              <span className="faint">
                {offer.months === null
                  ? t({ vi: 'không thời hạn', en: 'without end' })
                  : t({ vi: `${offer.months} tháng`, en: `${offer.months} months` })}
              </span>
              <State of="offer" state={offer.state} />
            </div>
            <OfferMarks offer={offer} />
            <Actions
              actions={offer.actions}
              run={(action, reason) =>
                move.run({
                  params: { id: offer.id },
                  body: { action: action as 'close', ...(reason ? { reason } : {}) },
                })
              }
            />
          </div>
        ))}
        <NewOffer datasetId={datasetId} open={offers.length === 0} />
      </div>
    </Section>
  );
}

function NewOffer({ datasetId, open }: { datasetId: string; open: boolean }) {
  const { t, language } = useLanguage();
  const make = useAct('makeOffer');
  const [licence, setLicence] = useState<LicenceId>('research-only');
  const [model, setModel] = useState<PriceModel>('free');
  const [price, setPrice] = useState(0);
  const [chosen, setChosen] = useState<VatClass | null>(null);
  const [asks, setAsks] = useState(0);
  const [policy, setPolicy] = useState<LicencePolicy>(() => templateOf('research-only').policy);
  const { terms } = useData('getFees', {});
  const vatClass = chosen ?? defaultVatClass(model === 'free' ? 0 : Math.max(1, price));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    void make
      .run({
        params: { id: datasetId },
        body: { ...offerIn(form, licence, model, asks), ...(chosen ? { vatClass: chosen } : {}) },
      })
      .then(() => {
        form.reset();
        setModel('free');
        setPrice(0);
        setChosen(null);
        setAsks(0);
      })
      .catch(() => null);
  };
  const wrong = (pointer: string) => fieldError(make.problem, pointer, language === 'vi');
  const metered = model === 'per_call' || model === 'per_gb' || model === 'subscription';
  return (
    <details open={open}>
      <summary>{t({ vi: 'Thêm chào bán', en: 'Add an offer' })}</summary>
      <form
        className="form"
        onSubmit={submit}
        onChange={(event) => setPolicy(shownPolicy(event.currentTarget, licence))}
        style={{ marginTop: '1rem' }}
      >
        <SelectField
          name="licence"
          label={t({ vi: 'Giấy phép mẫu', en: 'Licence template' })}
          defaultValue={licence}
          onChoose={(value) => {
            setLicence(value as LicenceId);
            setPolicy(templateOf(value as LicenceId).policy);
          }}
          options={licenceTemplates.map((one) => ({ value: one.id, label: `${t(one.title)} – ${t(one.summary)}` }))}
        />
        <div className="grid-2">
          <SelectField
            name="priceModel"
            label={t({ vi: 'Cách tính giá', en: 'Price model' })}
            defaultValue={model}
            hint={t({
              vi: 'Mọi cách đều trả trước; không tự trừ tiền về sau.',
              en: 'Everything is paid in advance; nothing is charged later.',
            })}
            onChoose={(value) => setModel(value as PriceModel)}
            options={priceModels.map((value) => ({ value, label: t(priceModelLabels[value]) }))}
          />
          {model === 'free' || model === 'tiered' ? null : (
            <TextField
              name="priceVnd"
              type="number"
              min={1}
              required
              label={`${t({ vi: 'Giá (đồng, chưa VAT)', en: 'Price (đồng, before VAT)' })} / ${t(unitLabels[model])}`}
              wrong={wrong('/priceVnd')}
              onType={(value) => setPrice(Number(value))}
            />
          )}
          {model === 'subscription' ? null : (
            <TextField
              key={licence}
              name="months"
              type="number"
              min={1}
              max={120}
              label={t({ vi: 'Thời hạn (tháng)', en: 'Duration (months)' })}
              hint={t({ vi: 'Để trống: không thời hạn.', en: 'Empty: without end.' })}
              defaultValue={templateOf(licence).policy.duration.months ?? ''}
              wrong={wrong('/months')}
            />
          )}
          {metered ? (
            <>
              <TextField
                name="minUnits"
                type="number"
                min={1}
                defaultValue={1}
                required
                label={`${t({ vi: 'Mua ít nhất', en: 'Sold from' })} (${t(unitLabels[model])})`}
                wrong={wrong('/minUnits')}
              />
              <TextField
                key={model}
                name="maxUnits"
                type="number"
                min={1}
                {...(model === 'subscription' ? { max: 36 } : {})}
                defaultValue={{ subscription: 36, per_call: 100_000, per_gb: 1_000 }[model]}
                required
                label={`${t({ vi: 'Mua nhiều nhất', en: 'Sold up to' })} (${t(unitLabels[model])})`}
                wrong={wrong('/maxUnits')}
              />
            </>
          ) : null}
        </div>
        <div className="grid-2">
          <TextField
            name="breakingNoticeDays"
            type="number"
            min={0}
            max={365}
            required
            defaultValue={30}
            label={t({ vi: 'Báo trước thay đổi cấu trúc (ngày)', en: 'Notice of breaking revisions (days)' })}
            hint={t({
              vi: 'Phiên bản không tương thích chỉ công bố được khi đã báo trước đủ số ngày này.',
              en: 'A breaking revision can be published only after this notice to those who hold access.',
            })}
          />
          <TextField
            name="terminationNoticeDays"
            type="number"
            min={0}
            max={365}
            required
            defaultValue={30}
            label={t({ vi: 'Báo trước khi chấm dứt sớm (ngày)', en: 'Notice of early termination (days)' })}
          />
        </div>
        {model === 'tiered' ? <Tiers wrong={wrong('/tiers')} /> : null}
        {model === 'free' ? null : (
          <SelectField
            key={vatClass}
            name="vatClass"
            label={t({ vi: 'Loại thuế GTGT', en: 'VAT class' })}
            hint={t({
              vi: 'Chưa có văn bản nêu loại thuế của quyền sử dụng dữ liệu: bên bán tự xác định và chịu trách nhiệm.',
              en: 'No text names the class of a data licence: the provider decides, and answers for it.',
            })}
            defaultValue={vatClass}
            onChoose={(value) => setChosen(value as VatClass)}
            options={vatClasses.map((one) => ({ value: one, label: t(vatClassNames[one]) }))}
          />
        )}
        {model === 'one_off' && Number.isSafeInteger(price) && price > 0 ? (
          <OrderMoneyBox money={quote(vietnamDay(new Date()), price, vatClass, terms)} />
        ) : null}
        {licence === 'open' ? null : (
          <details>
            <summary>{t({ vi: 'Sửa quy tắc của giấy phép', en: 'Change the rules of the licence' })}</summary>
            <div key={licence} className="form" style={{ marginTop: '1rem' }}>
              <PolicyFields policy={templateOf(licence).policy} quota={!metered && model !== 'tiered'} />
              {wrong('/policy') ? <span className="wrong">{wrong('/policy')}</span> : null}
            </div>
          </details>
        )}
        <section className="panel stack" aria-live="polite">
          <h3>{t({ vi: 'Bên mua sẽ đọc', en: 'The buyer will read' })}</h3>
          <ul className="soft">
            {describePolicy(policy, language).map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        </section>
        <CheckGroup
          legend={t({ vi: 'Tự động chấp thuận khi mục đích là', en: 'Approve at once when the purpose is' })}
          hint={t({ vi: 'Bạn ký sẵn cho các mục đích này.', en: 'You sign in advance for these purposes.' })}
        >
          {policy.permittedPurposes.map((one) => (
            <Check key={licence + one} name="purposes" value={one} label={t(purposeLabels[one])} />
          ))}
        </CheckGroup>
        <details>
          <summary>{t({ vi: 'Phạm vi, thời hạn, câu hỏi', en: 'Audience, dates, questions' })}</summary>
          <div className="form" style={{ marginTop: '1rem' }}>
            <SelectField
              name="autoApproveClass"
              label={t({ vi: 'Tự động chấp thuận cho', en: 'Approve at once for' })}
              defaultValue="any"
              options={userClasses.map((value) => ({ value, label: t(userClassLabels[value]) }))}
            />
            <TextArea
              name="visibleTo"
              rows={2}
              label={t({
                vi: 'Chỉ dành riêng cho (mã tổ chức, cách nhau bằng dấu cách)',
                en: 'Private to (ids of organisations, with spaces between)',
              })}
              hint={t({ vi: 'Để trống: công khai.', en: 'Empty: public.' })}
              wrong={wrong('/visibleTo')}
            />
            <Check
              name="trial"
              label={t({
                vi: 'Bản dùng thử (miễn phí, tối đa 3 tháng, mỗi bên mua một lần)',
                en: 'A trial (free, at most 3 months, once for each buyer)',
              })}
            />
            {wrong('/trial') ? <span className="wrong">{wrong('/trial')}</span> : null}
            <div className="grid-2">
              <TextField name="validFrom" type="date" label={t({ vi: 'Có hiệu lực từ', en: 'Valid from' })} />
              <TextField
                name="validUntil"
                type="date"
                label={t({ vi: 'Có hiệu lực đến hết', en: 'Valid to the end of' })}
                wrong={wrong('/validUntil')}
              />
            </div>
            {Array.from({ length: asks }, (_, index) => index).map((index) => (
              <fieldset key={index} className="field">
                <legend>{`${t({ vi: 'Câu hỏi', en: 'Question' })} ${index + 1}`}</legend>
                <TextField name={`question-vi-${index}`} required minLength={3} maxLength={500} label="Tiếng Việt" />
                <TextField name={`question-en-${index}`} required minLength={3} maxLength={500} label="English" />
                <Check
                  name={`question-required-${index}`}
                  label={t({ vi: 'Bắt buộc trả lời', en: 'An answer is required' })}
                />
              </fieldset>
            ))}
            <div className="row">
              <Button kind="plain" onClick={() => setAsks(Math.min(20, asks + 1))}>
                {t({ vi: 'Thêm câu hỏi cho bên mua', en: 'Add a question to the buyer' })}
              </Button>
              {asks > 0 ? (
                <Button kind="quiet" onClick={() => setAsks(asks - 1)}>
                  {t({ vi: 'Bỏ câu cuối', en: 'Remove the last' })}
                </Button>
              ) : null}
            </div>
          </div>
        </details>
        <Problem problem={make.problem} />
        <div>
          <Button type="submit" kind="primary" pending={make.pending}>
            {t({ vi: 'Mở chào bán', en: 'Open the offer' })}
          </Button>
        </div>
      </form>
    </details>
  );
}

function Tiers({ wrong }: { wrong: string | undefined }) {
  const t = useT();
  const [count, setCount] = useState(2);
  return (
    <fieldset className="field">
      <legend>{t({ vi: 'Các bậc, từ nhỏ đến lớn', en: 'Tiers, smallest first' })}</legend>
      <SelectField
        name="tierBy"
        label={t({ vi: 'Bậc tính theo', en: 'Tiers count' })}
        defaultValue="seats"
        options={tierKinds.map((value) => ({ value, label: t(tierKindLabels[value]) }))}
      />
      {Array.from({ length: count }, (_, index) => index).map((index) => (
        <div key={index} className="grid-2">
          <TextField
            name="upTo"
            type="number"
            min={1}
            required
            label={`${t({ vi: 'Bậc', en: 'Tier' })} ${index + 1}: ${t({ vi: 'đến', en: 'up to' })}`}
          />
          <TextField
            name="tierVnd"
            type="number"
            min={1}
            required
            label={t({ vi: 'Giá cả bậc (đồng, chưa VAT)', en: 'Price of the tier (đồng, before VAT)' })}
          />
        </div>
      ))}
      {wrong ? <span className="wrong">{wrong}</span> : null}
      <div className="row">
        <Button kind="plain" onClick={() => setCount(Math.min(20, count + 1))}>
          {t({ vi: 'Thêm bậc', en: 'Add a tier' })}
        </Button>
        {count > 2 ? (
          <Button kind="quiet" onClick={() => setCount(count - 1)}>
            {t({ vi: 'Bỏ bậc cuối', en: 'Remove the last' })}
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}

function templateOf(id: LicenceId) {
  const found = licenceTemplates.find((one) => one.id === id);
  if (!found) throw new Error(`There is no licence template ${id}.`);
  return found;
}

/** The policy as the form has it now, for the sentences beside it. */
function shownPolicy(form: HTMLFormElement, licence: LicenceId): LicencePolicy {
  const data = new FormData(form);
  const template = templateOf((data.get('licence') as LicenceId | null) ?? licence);
  const months = String(data.get('months') ?? '');
  const duration = { months: months === '' ? null : Number(months) };
  // A template just chosen: its fields are not drawn yet.
  if (template.id !== licence || licence === 'open') return { ...template.policy, duration };
  return { ...template.policy, ...policyIn(form), duration };
}

function offerIn(form: HTMLFormElement, licence: LicenceId, priceModel: PriceModel, asks: number) {
  const text = formText(form);
  const data = new FormData(form);
  const day = (name: string, time: string) =>
    text(name) === '' ? null : new Date(`${text(name)}T${time}+07:00`).toISOString();
  const upTo = data.getAll('upTo').map(Number);
  const tierVnd = data.getAll('tierVnd').map(Number);
  return {
    licence,
    priceModel,
    priceVnd: Number(text('priceVnd') || 0),
    months: text('months') === '' ? null : Number(text('months')),
    ...(text('minUnits') === '' ? {} : { minUnits: Number(text('minUnits')), maxUnits: Number(text('maxUnits')) }),
    ...(priceModel === 'tiered'
      ? {
          tierBy: text('tierBy') as TierKind,
          tiers: upTo.map((one, index) => ({ upTo: one, priceVnd: tierVnd[index] ?? 0 })),
        }
      : {}),
    policy: licence === 'open' ? {} : policyIn(form),
    autoApprovePurposes: data.getAll('purposes').map(String) as Purpose[],
    autoApproveClass: text('autoApproveClass') as UserClass,
    visibleTo: text('visibleTo')
      .split(/[\s,;]+/)
      .filter((one) => one !== ''),
    trial: data.has('trial'),
    validFrom: day('validFrom', '00:00:00'),
    validUntil: day('validUntil', '23:59:59'),
    breakingNoticeDays: Number(text('breakingNoticeDays')),
    terminationNoticeDays: Number(text('terminationNoticeDays')),
    questions: Array.from({ length: asks }, (_, index) => ({
      text: { vi: text(`question-vi-${index}`), en: text(`question-en-${index}`) },
      required: data.has(`question-required-${index}`),
    })),
  };
}
