import { type FormEvent, useState } from 'react';
import { type Purpose, purposeLabels } from '../../contracts/licences/policy';
import { priceOfUnits, tierKindLabels, unitLabels } from '../../contracts/licences/terms';
import type { OfferView } from '../../contracts/licensing';
import {
  endingLabels,
  endings,
  lawfulBases,
  lawfulBasisLabels,
  type RequestInput,
  type RequestView,
} from '../../contracts/ordering';
import type { ProblemBody } from '../../contracts/problems';
import { money } from '../format';
import { useLanguage, useT } from '../i18n';
import { formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, fieldError, Problem } from '../ui/parts';

type Props = {
  offer: OfferView;
  /** The dataset comes from persons: a basis is asked for. */
  personal: boolean;
  /** What was written so far. */
  request?: RequestView;
  pending: boolean;
  problem: ProblemBody | null;
  saved?: string | null;
  /** `send`: to the provider; else kept as a draft. */
  submit: (input: Omit<RequestInput, 'offerId'>, send: boolean) => void;
};

/** The form of an access request: what for, on which basis, by whom, kept where, how it ends; the provider’s own questions. */
export function RequestForm({ offer, personal, request, pending, problem, saved, submit }: Props) {
  const { t, language } = useLanguage();
  const wrong = (pointer: string) => fieldError(problem, pointer, language === 'vi');
  const save = (form: HTMLFormElement, send: boolean) => {
    const text = formText(form);
    submit(
      {
        purpose: text('purpose') as Purpose,
        statement: text('statement'),
        project: text('project'),
        units: Number(text('units') || offer.minUnits),
        lawfulBasis: (text('lawfulBasis') || null) as RequestInput['lawfulBasis'],
        users: text('users'),
        storageCountry: text('storageCountry').toUpperCase() || 'VN',
        storage: text('storage'),
        ending: (text('ending') || 'delete') as RequestInput['ending'],
        answers: offer.questions.map((_, index) => text(`answer-${index}`)),
        renewsId: request?.renewsId ?? null,
      },
      send,
    );
  };
  return (
    <form
      className="form"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        save(event.currentTarget, true);
      }}
    >
      <Units offer={offer} first={request?.units} wrong={wrong('/units')} />
      <SelectField
        name="purpose"
        label={t({ vi: 'Mục đích sử dụng', en: 'Purpose' })}
        required
        defaultValue={request?.purpose}
        wrong={wrong('/purpose')}
        hint={t({ vi: 'Chỉ các mục đích mà giấy phép cho phép.', en: 'Only purposes the licence permits.' })}
        options={offer.licence.policy.permittedPurposes.map((one) => ({ value: one, label: t(purposeLabels[one]) }))}
      />
      {personal ? (
        <SelectField
          name="lawfulBasis"
          label={t({ vi: 'Căn cứ xử lý dữ liệu có nguồn gốc cá nhân', en: 'Lawful basis for data of personal origin' })}
          required
          defaultValue={request?.lawfulBasis ?? 'deidentified'}
          wrong={wrong('/lawfulBasis')}
          options={lawfulBases.map((value) => ({ value, label: t(lawfulBasisLabels[value]) }))}
        />
      ) : null}
      <TextField
        name="project"
        label={t({ vi: 'Dự án', en: 'Project' })}
        required
        minLength={2}
        maxLength={300}
        defaultValue={request?.project}
        wrong={wrong('/project')}
      />
      <TextArea
        name="statement"
        label={t({ vi: 'Bạn sẽ làm gì với dữ liệu?', en: 'What will you do with the data?' })}
        required
        rows={6}
        defaultValue={request?.statement}
        wrong={wrong('/statement')}
        hint={t({
          vi: 'Ít nhất 30 ký tự. Bên bán đọc phần này để quyết định.',
          en: 'At least 30 characters. The provider decides by what you write here.',
        })}
      />
      <TextArea
        name="users"
        rows={2}
        label={t({ vi: 'Ai sẽ sử dụng?', en: 'Who will use it?' })}
        defaultValue={request?.users}
        wrong={wrong('/users')}
        hint={t({ vi: 'Nhóm, phòng ban, số người.', en: 'Group, department, how many people.' })}
      />
      <div className="grid-2">
        <TextField
          name="storageCountry"
          label={t({ vi: 'Nước lưu giữ (mã hai chữ)', en: 'Country where it is kept (two letters)' })}
          required
          minLength={2}
          maxLength={2}
          defaultValue={request?.storageCountry ?? 'VN'}
          wrong={wrong('/storageCountry')}
          hint={
            offer.licence.policy.territory === 'VN'
              ? t({ vi: 'Giấy phép chỉ cho phép tại Việt Nam (VN).', en: 'The licence permits Viet Nam (VN) only.' })
              : undefined
          }
        />
        <TextField
          name="storage"
          label={t({ vi: 'Nơi lưu giữ', en: 'Where it is kept' })}
          maxLength={1000}
          defaultValue={request?.storage}
          wrong={wrong('/storage')}
        />
      </div>
      <SelectField
        name="ending"
        label={t({ vi: 'Khi kết thúc', en: 'At the end' })}
        defaultValue={request?.ending ?? 'delete'}
        wrong={wrong('/ending')}
        options={endings
          .filter((value) => value !== 'keep' || !offer.licence.policy.deletionAtEnd)
          .map((value) => ({ value, label: t(endingLabels[value]) }))}
      />
      {offer.questions.map((question, index) => (
        <TextArea
          key={question.text.vi}
          name={`answer-${index}`}
          rows={3}
          label={t(question.text)}
          required={question.required}
          defaultValue={request?.answers[index]}
          wrong={wrong(`/answers/${index}`)}
          hint={t({ vi: 'Câu hỏi của bên bán.', en: 'A question of the provider.' })}
        />
      ))}
      <Problem problem={problem} />
      {saved ? (
        <p className="soft" role="status">
          {saved}
        </p>
      ) : null}
      <div className="row">
        <Button type="submit" kind="primary" pending={pending}>
          {request?.state === 'returned'
            ? t({ vi: 'Gửi lại', en: 'Send again' })
            : t({ vi: 'Gửi yêu cầu', en: 'Send the request' })}
        </Button>
        <button
          type="button"
          className="button"
          onClick={(event) => {
            const form = event.currentTarget.form;
            if (form) save(form, false);
          }}
        >
          {t({ vi: 'Lưu nháp', en: 'Save the draft' })}
        </button>
      </div>
    </form>
  );
}

/** How many units, and what so many cost. */
function Units({ offer, first, wrong }: { offer: OfferView; first: number | undefined; wrong: string | undefined }) {
  const t = useT();
  const [units, setUnits] = useState(first ?? offer.minUnits);
  if (offer.minUnits === offer.maxUnits && offer.priceModel !== 'tiered') return null;
  const unit =
    offer.priceModel === 'tiered' && offer.tierBy ? tierKindLabels[offer.tierBy] : unitLabels[offer.priceModel];
  const total = priceOfUnits(offer, units);
  return (
    <div className="stack">
      <TextField
        name="units"
        type="number"
        required
        min={offer.minUnits}
        max={offer.maxUnits}
        defaultValue={units}
        label={`${t({ vi: 'Số lượng', en: 'Quantity' })} (${t(unit)})`}
        hint={`${offer.minUnits.toLocaleString('vi-VN')} – ${offer.maxUnits.toLocaleString('vi-VN')}`}
        wrong={wrong}
        onType={(value) => setUnits(Number(value))}
      />
      <p aria-live="polite">
        {total === null ? (
          t({ vi: 'Ngoài giới hạn của chào bán.', en: 'Outside what the offer sells.' })
        ) : (
          <>
            <strong>{money(total)}</strong>{' '}
            <span className="faint">
              {t({ vi: 'chưa VAT, trả trước một lần', en: 'before VAT, paid once in advance' })}
            </span>
          </>
        )}
      </p>
    </div>
  );
}
