import type { FormEvent } from 'react';
import { useNavigate, useParams } from 'react-router';
import { type Purpose, purposeLabels } from '../../contracts/licences/policy';
import { useAct, useData } from '../api';
import { useLanguage, useTitle } from '../i18n';
import { PriceBox } from '../parts/money';
import { paths } from '../paths';
import { formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, Callout, fieldError, PageHead, Problem } from '../ui/parts';

export default function NewRequest() {
  const { id = '', offerId = '' } = useParams();
  const { t, language } = useLanguage();
  const title = useTitle();
  const navigate = useNavigate();
  const dataset = useData('getDataset', { params: { id } });
  const offer = useData('listOffers', { params: { id } }).items.find((one) => one.id === offerId);
  const submit = useAct('submitRequest');
  if (!offer) {
    return <Callout tone="warn" title={t({ vi: 'Chào bán này không còn mở.', en: 'This offer is no longer open.' })} />;
  }
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const request = await submit
      .run({
        body: { offerId, purpose: text('purpose') as Purpose, statement: text('statement'), project: text('project') },
      })
      .catch(() => null);
    if (request) await navigate(request.agreementId ? paths.agreement(request.agreementId) : paths.request(request.id));
  };
  const wrong = (pointer: string) => fieldError(submit.problem, pointer, language === 'vi');
  return (
    <>
      <PageHead
        eyebrow={title(dataset)}
        title={t({ vi: 'Yêu cầu truy cập', en: 'Request access' })}
        lead={`${t(offer.licence.title)} · ${title(dataset.provider)}`}
      />
      <form className="form" onSubmit={(event) => void send(event)}>
        <PriceBox price={offer.price} />
        <SelectField
          name="purpose"
          label={t({ vi: 'Mục đích sử dụng', en: 'Purpose' })}
          required
          wrong={wrong('/purpose')}
          hint={t({ vi: 'Chỉ các mục đích mà giấy phép cho phép.', en: 'Only purposes the licence permits.' })}
          options={offer.licence.policy.permittedPurposes.map((one) => ({ value: one, label: t(purposeLabels[one]) }))}
        />
        <TextField
          name="project"
          label={t({ vi: 'Dự án', en: 'Project' })}
          required
          minLength={2}
          maxLength={300}
          wrong={wrong('/project')}
        />
        <TextArea
          name="statement"
          label={t({ vi: 'Bạn sẽ làm gì với dữ liệu?', en: 'What will you do with the data?' })}
          required
          rows={6}
          wrong={wrong('/statement')}
          hint={t({
            vi: 'Ít nhất 30 ký tự. Bên bán đọc phần này để quyết định.',
            en: 'At least 30 characters. The provider decides by what you write here.',
          })}
        />
        <Problem problem={submit.problem} />
        <div className="row">
          <Button type="submit" kind="primary" pending={submit.pending}>
            {t({ vi: 'Gửi yêu cầu', en: 'Send the request' })}
          </Button>
        </div>
      </form>
    </>
  );
}
