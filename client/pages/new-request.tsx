import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { RequestInput } from '../../contracts/ordering';
import { useAct, useData } from '../api';
import { useLanguage, useTitle } from '../i18n';
import { PriceBox } from '../parts/money';
import { AnswerTime } from '../parts/offer';
import { RequestForm } from '../parts/request-form';
import { paths } from '../paths';
import { Callout, PageHead } from '../ui/parts';

export default function NewRequest() {
  const { id = '', offerId = '' } = useParams();
  const [query] = useSearchParams();
  const { t } = useLanguage();
  const title = useTitle();
  const navigate = useNavigate();
  const dataset = useData('getDataset', { params: { id } });
  const { items, answers } = useData('listOffers', { params: { id } });
  const offer = items.find((one) => one.id === offerId);
  const submit = useAct('submitRequest');
  const draft = useAct('draftRequest');
  const [last, setLast] = useState<'sent' | 'draft'>('sent');
  const renewsId = query.get('renews');
  if (!offer) {
    return <Callout tone="warn" title={t({ vi: 'Chào bán này không còn mở.', en: 'This offer is no longer open.' })} />;
  }
  const send = async (input: Omit<RequestInput, 'offerId'>, now: boolean) => {
    setLast(now ? 'sent' : 'draft');
    const body = { ...input, offerId, renewsId };
    const request = await (now ? submit : draft).run({ body }).catch(() => null);
    if (request) await navigate(request.agreementId ? paths.agreement(request.agreementId) : paths.request(request.id));
  };
  return (
    <>
      <PageHead
        eyebrow={title(dataset)}
        title={
          renewsId
            ? t({ vi: 'Yêu cầu gia hạn', en: 'Request a renewal' })
            : t({ vi: 'Yêu cầu truy cập', en: 'Request access' })
        }
        lead={`${t(offer.licence.title)} · ${title(dataset.provider)}`}
      />
      <div className="stack">
        {renewsId ? (
          <Callout>
            {t({
              vi: 'Gia hạn là một thỏa thuận mới: sau khi gửi, bạn thấy điều gì đổi so với thỏa thuận cũ và ký lại. Không ký thì thỏa thuận cũ kết thúc đúng hạn.',
              en: 'A renewal is a new agreement: once it is sent you see what changes against the old one, and sign again. Without a signature the old one ends on its day.',
            })}
          </Callout>
        ) : null}
        {offer.minUnits === offer.maxUnits ? <PriceBox price={offer.price} /> : null}
        <AnswerTime answers={answers} />
        <RequestForm
          offer={offer}
          personal={dataset.personalOrigin !== null && dataset.personalOrigin !== 'none'}
          pending={submit.pending || draft.pending}
          problem={last === 'sent' ? submit.problem : draft.problem}
          submit={(input, now) => void send(input, now)}
        />
      </div>
    </>
  );
}
