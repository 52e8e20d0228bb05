import { type FormEvent, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { BidView } from '../../contracts/bids';
import { purposeLabels } from '../../contracts/licences/policy';
import { sectors } from '../../contracts/scheme/pilot-2026';
import { useAct, useData } from '../api';
import { date, money, period } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { BidForm, Similar } from '../parts/bid-form';
import { State } from '../parts/state';
import { paths } from '../paths';
import { formText, SelectField, TextArea } from '../ui/fields';
import { Button, Callout, Empty, Facts, PageHead, Problem, Section } from '../ui/parts';

export default function Bid() {
  const { id = '' } = useParams();
  const t = useT();
  const bid = useData('getBid', { params: { id } });
  const move = useAct('transitionBid');
  const editable = bid.own && (bid.state === 'draft' || bid.state === 'returned');
  return (
    <>
      <PageHead eyebrow={bid.id} title={bid.title}>
        <State of="bid" state={bid.state} />
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          {bid.stateReason ? <Callout tone="warn">{bid.stateReason}</Callout> : null}
          {bid.findings.map((one) => (
            <Callout key={one.code + one.sentence.vi} tone="bad" title={one.code}>
              {t(one.sentence)}
            </Callout>
          ))}
          {editable ? <Edit bid={bid} /> : <Terms bid={bid} />}
          {['draft', 'submitted', 'returned', 'rejected'].includes(bid.state) ? null : <Answers bid={bid} />}
        </div>
        <aside className="panel stack">
          <h2>{t({ vi: 'Tóm tắt', en: 'In short' })}</h2>
          <Summary bid={bid} />
          <Actions
            actions={bid.actions}
            run={(action, reason) =>
              move.run({ params: { id }, body: { action: action as 'submit', ...(reason ? { reason } : {}) } })
            }
          />
          {bid.state === 'open' ? null : <Similar title={bid.title} />}
        </aside>
      </div>
    </>
  );
}

function Edit({ bid }: { bid: BidView }) {
  const t = useT();
  const edit = useAct('editBid');
  return (
    <BidForm
      key={bid.version}
      bid={bid}
      problem={edit.problem}
      pending={edit.pending}
      button={t({ vi: 'Lưu', en: 'Save' })}
      save={(body) => void edit.run({ params: { id: bid.id }, body }, { version: bid.version }).catch(() => null)}
    />
  );
}

function Summary({ bid }: { bid: BidView }) {
  const t = useT();
  const title = useTitle();
  return (
    <Facts
      facts={[
        [{ vi: 'Bên mua', en: 'Buyer' }, title(bid.buyer)],
        [{ vi: 'Lĩnh vực', en: 'Field' }, t(sectors[bid.sector as keyof typeof sectors])],
        [{ vi: 'Ngân sách', en: 'Budget' }, bid.budgetVnd === null ? null : money(bid.budgetVnd)],
        [{ vi: 'Nhận trả lời đến', en: 'Answers until' }, date(bid.closesOn)],
      ]}
    />
  );
}

function Terms({ bid }: { bid: BidView }) {
  const t = useT();
  return (
    <Section title={{ vi: 'Nội dung chào mua', en: 'What is asked for' }}>
      <Facts
        facts={[
          [{ vi: 'Nội dung', en: 'Content' }, bid.description],
          [{ vi: 'Thời kỳ', en: 'Period' }, period(bid.periodFrom, bid.periodTo)],
          [{ vi: 'Phạm vi', en: 'Scope' }, bid.scope],
          [{ vi: 'Hình thức, cách giao', en: 'Form and delivery' }, bid.delivery],
          [{ vi: 'Chất lượng, kỹ thuật', en: 'Quality and technique' }, bid.quality],
          [{ vi: 'Mục đích', en: 'Purpose' }, `${t(purposeLabels[bid.purpose])}: ${bid.purposeText}`],
          [
            { vi: 'Thời hạn', en: 'Term' },
            bid.months === null
              ? t({ vi: 'không giới hạn', en: 'without limit' })
              : `${bid.months} ${t({ vi: 'tháng', en: 'months' })}`,
          ],
          [{ vi: 'Quyền, điều kiện', en: 'Rights and conditions' }, bid.rights],
        ]}
      />
    </Section>
  );
}

function Answers({ bid }: { bid: BidView }) {
  const t = useT();
  const title = useTitle();
  const choose = useAct('matchBid');
  return (
    <Section title={{ vi: 'Trả lời', en: 'Answers' }}>
      {bid.answered.length === 0 ? (
        <Empty title={{ vi: 'Chưa có trả lời', en: 'There is no answer yet' }} />
      ) : (
        <ul className="list">
          {bid.answered.map((one) => (
            <li key={one.id} className="entry">
              <div className="row">
                <h3>
                  <Link to={paths.dataset(one.dataset.id)}>{title(one.dataset)}</Link>
                </h3>
                {one.chosen ? <State of="bid" state="matched" /> : null}
              </div>
              <div className="meta">
                <span>{title(one.provider)}</span>
                <span>{date(one.createdAt)}</span>
              </div>
              {one.note === '' ? null : <p>{one.note}</p>}
              {bid.canChoose ? (
                <div>
                  <Button
                    pending={choose.pending}
                    onClick={() =>
                      void choose.run({ params: { id: bid.id }, body: { answerId: one.id } }).catch(() => null)
                    }
                  >
                    {t({ vi: 'Chọn bộ dữ liệu này', en: 'Choose this dataset' })}
                  </Button>
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <Problem problem={choose.problem} />
      {bid.canAnswer ? <Answer bid={bid} /> : null}
    </Section>
  );
}

function Answer({ bid }: { bid: BidView }) {
  const t = useT();
  const title = useTitle();
  const answer = useAct('answerBid');
  const [sent, setSent] = useState(0);
  const listed = useData('listOwnDatasets', { query: { limit: 100 } }).items.filter(
    (card) => card.state === 'listed' && !bid.answered.some((one) => one.dataset.id === card.id),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    void answer
      .run({ params: { id: bid.id }, body: { datasetId: text('datasetId'), note: text('note') } })
      .then(() => setSent(sent + 1))
      .catch(() => null);
  };
  if (listed.length === 0) {
    return (
      <p className="soft">
        {t({
          vi: 'Trả lời được khi bạn có bộ dữ liệu đang niêm yết phù hợp.',
          en: 'You can answer once you have a listed dataset that fits.',
        })}{' '}
        <Link to={paths.newDataset()}>{t({ vi: 'Niêm yết bộ dữ liệu', en: 'List a dataset' })}</Link>
      </p>
    );
  }
  return (
    <form className="form" key={sent} onSubmit={submit}>
      <SelectField
        name="datasetId"
        label={t({ vi: 'Trả lời bằng bộ dữ liệu', en: 'Answer with the dataset' })}
        options={listed.map((card) => ({ value: card.id, label: title(card) }))}
      />
      <TextArea name="note" rows={2} label={t({ vi: 'Lời nhắn', en: 'Note' })} />
      <Problem problem={answer.problem} />
      <div>
        <Button type="submit" kind="primary" pending={answer.pending}>
          {t({ vi: 'Gửi trả lời', en: 'Send the answer' })}
        </Button>
      </div>
    </form>
  );
}
