import { type FormEvent, useState } from 'react';
import type { Purpose } from '../../contracts/licences/policy';
import { purposeLabels } from '../../contracts/licences/policy';
import { licenceTemplates } from '../../contracts/licences/templates';
import type { LicenceId, OfferView } from '../../contracts/licensing';
import { quote } from '../../contracts/money';
import { defaultVatClass, type VatClass, vatClasses, vatClassNames } from '../../contracts/scheme/vat';
import { vietnamDay } from '../../contracts/vietnam-day';
import { useAct, useData } from '../api';
import { money } from '../format';
import { useLanguage, useT } from '../i18n';
import { Check, CheckGroup, formText, SelectField, TextField } from '../ui/fields';
import { Button, fieldError, Problem, Section } from '../ui/parts';
import { Actions } from './actions';
import { OrderMoneyBox } from './money';
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
              <span>{offer.priceVnd === 0 ? t({ vi: 'Miễn phí', en: 'Free' }) : money(offer.priceVnd)}</span>
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
  const [price, setPrice] = useState(0);
  const [chosen, setChosen] = useState<VatClass | null>(null);
  const { terms } = useData('getFees', {});
  const vatClass = chosen ?? defaultVatClass(price);
  const template = licenceTemplates.find((one) => one.id === licence);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = formText(form);
    void make
      .run({
        params: { id: datasetId },
        body: {
          licence,
          priceVnd: Number(text('priceVnd')),
          ...(chosen === null ? {} : { vatClass: chosen }),
          months: text('months') === '' ? null : Number(text('months')),
          autoApprovePurposes: new FormData(form).getAll('purposes').map(String) as Purpose[],
        },
      })
      .then(() => {
        form.reset();
        setPrice(0);
        setChosen(null);
      })
      .catch(() => null);
  };
  const wrong = (pointer: string) => fieldError(make.problem, pointer, language === 'vi');
  return (
    <details open={open}>
      <summary>{t({ vi: 'Thêm chào bán', en: 'Add an offer' })}</summary>
      <form className="form" onSubmit={submit} style={{ marginTop: '1rem' }}>
        <SelectField
          name="licence"
          label={t({ vi: 'Giấy phép', en: 'Licence' })}
          defaultValue={licence}
          onChoose={(value) => setLicence(value as LicenceId)}
          options={licenceTemplates.map((one) => ({ value: one.id, label: `${t(one.title)} – ${t(one.summary)}` }))}
        />
        <div className="grid-2">
          <TextField
            name="priceVnd"
            type="number"
            min={0}
            required
            defaultValue={0}
            label={t({ vi: 'Giá (đồng, chưa VAT)', en: 'Price (đồng, before VAT)' })}
            wrong={wrong('/priceVnd')}
            onType={(value) => setPrice(Number(value))}
          />
          <TextField
            name="months"
            type="number"
            min={1}
            max={120}
            label={t({ vi: 'Thời hạn (tháng)', en: 'Duration (months)' })}
            hint={t({ vi: 'Để trống: không thời hạn.', en: 'Empty: without end.' })}
            defaultValue={template?.policy.duration.months ?? ''}
            wrong={wrong('/months')}
          />
        </div>
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
        {Number.isSafeInteger(price) && price > 0 ? (
          <OrderMoneyBox money={quote(vietnamDay(new Date()), price, vatClass, terms)} />
        ) : null}
        <CheckGroup
          legend={t({ vi: 'Tự động chấp thuận khi mục đích là', en: 'Approve at once when the purpose is' })}
          hint={t({ vi: 'Bạn ký sẵn cho các mục đích này.', en: 'You sign in advance for these purposes.' })}
        >
          {(template?.policy.permittedPurposes ?? []).map((one) => (
            <Check key={licence + one} name="purposes" value={one} label={t(purposeLabels[one])} />
          ))}
        </CheckGroup>
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
