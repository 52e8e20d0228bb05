import { type FormEvent, useState } from 'react';
import { type DisputeOutcome, type DisputeView, disputeOutcomes, disputeTypes } from '../../contracts/disputes';
import { useAct } from '../api';
import { money } from '../format';
import { useT } from '../i18n';
import { formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, Problem, Section } from '../ui/parts';

/** Runs with what was typed, and clears the form when it was taken. */
function sending(run: (text: (name: string) => string) => Promise<unknown>) {
  return (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    void run(formText(form))
      .then(() => form.reset())
      .catch(() => null);
  };
}

/** Opens a dispute over a delivered or settled order. */
export function OpenDispute({
  orderId,
  paidVnd,
  onDone,
}: {
  orderId: string;
  paidVnd: number;
  onDone: (id: string) => void;
}) {
  const t = useT();
  const open = useAct('openDispute');
  const submit = sending(async (text) => {
    const wanted = text('wantedVnd');
    const { id } = await open.run({
      params: { id: orderId },
      body: {
        type: text('type') as 'quality',
        statement: text('statement'),
        ...(wanted === '' ? {} : { wantedVnd: Number(wanted) }),
      },
    });
    onDone(id);
  });
  return (
    <form className="panel stack" onSubmit={submit}>
      <SelectField
        name="type"
        label={t({ vi: 'Về việc gì', en: 'What it is about' })}
        options={Object.entries(disputeTypes).map(([value, label]) => ({ value, label: t(label) }))}
      />
      <TextArea
        name="statement"
        required
        rows={6}
        label={t({ vi: 'Điều gì không đúng', en: 'What is wrong' })}
        hint={t({ vi: 'Nêu cột, kỳ, dòng hoặc điều khoản cụ thể.', en: 'Name the column, period, row or clause.' })}
      />
      {paidVnd > 0 ? (
        <TextField
          name="wantedVnd"
          type="number"
          min={0}
          max={paidVnd}
          label={t({ vi: 'Số tiền đề nghị hoàn (₫, không bắt buộc)', en: 'Refund asked for (₫, optional)' })}
          hint={t({ vi: `Đã trả ${money(paidVnd)}`, en: `Paid: ${money(paidVnd)}` })}
        />
      ) : null}
      <Problem problem={open.problem} />
      <div>
        <Button type="submit" kind="danger" pending={open.pending}>
          {t({ vi: 'Mở tranh chấp', en: 'Open the dispute' })}
        </Button>
      </div>
    </form>
  );
}

export function Write({ id }: { id: string }) {
  const t = useT();
  const write = useAct('writeInDispute');
  return (
    <form
      className="panel stack"
      onSubmit={sending((text) => write.run({ params: { id }, body: { text: text('text') } }))}
    >
      <TextArea
        name="text"
        required
        rows={4}
        label={t({ vi: 'Viết thêm', en: 'Write' })}
        hint={t({
          vi: 'Hai bên, đơn vị vận hành và cơ quan quản lý đều đọc được; không sửa được sau khi gửi.',
          en: 'Both parties, the operator and the regulator read it; it cannot be changed once sent.',
        })}
      />
      <Problem problem={write.problem} />
      <div>
        <Button type="submit" pending={write.pending}>
          {t({ vi: 'Gửi', en: 'Send' })}
        </Button>
      </div>
    </form>
  );
}

export function Propose({ dispute }: { dispute: DisputeView }) {
  const t = useT();
  const propose = useAct('proposeSettlement');
  const params = { id: dispute.id };
  return (
    <Section title={{ vi: 'Đề xuất giải quyết', en: 'Propose a settlement' }}>
      <form
        className="panel stack"
        onSubmit={sending((text) =>
          propose.run({ params, body: { refundVnd: Number(text('refundVnd')), text: text('text') } }),
        )}
      >
        <TextField
          name="refundVnd"
          type="number"
          required
          min={0}
          max={dispute.leftVnd}
          label={t({ vi: 'Hoàn cho bên mua (₫)', en: 'Back to the buyer (₫)' })}
          hint={t({
            vi: `Từ 0 đến ${money(dispute.leftVnd)}. Hoàn toàn bộ thì quyền truy cập chấm dứt.`,
            en: `From 0 to ${money(dispute.leftVnd)}. When all goes back, access ends.`,
          })}
        />
        <TextArea name="text" required rows={3} label={t({ vi: 'Nội dung', en: 'In words' })} />
        <Problem problem={propose.problem} />
        <div>
          <Button type="submit" kind="primary" pending={propose.pending}>
            {t({ vi: 'Gửi đề xuất', en: 'Propose' })}
          </Button>
        </div>
      </form>
    </Section>
  );
}

/** The operator's decision, or the regulator's on appeal. */
export function Decide({ dispute }: { dispute: DisputeView }) {
  const t = useT();
  const decide = useAct('decideDispute');
  const [outcome, setOutcome] = useState<DisputeOutcome>(dispute.may.aboutPayment ? 'payment_missing' : 'dismiss');
  const last = dispute.state === 'escalated';
  return (
    <Section title={last ? { vi: 'Phán quyết', en: 'Rule' } : { vi: 'Quyết định', en: 'Decide' }}>
      <form
        className="panel stack"
        onSubmit={sending((text) =>
          decide.run({
            params: { id: dispute.id },
            body: {
              outcome,
              reason: text('reason'),
              ...(outcome === 'refund_part' ? { refundVnd: Number(text('refundVnd')) } : {}),
            },
          }),
        )}
      >
        <SelectField
          name="outcome"
          label={t({ vi: 'Kết quả', en: 'Outcome' })}
          defaultValue={outcome}
          options={Object.entries(disputeOutcomes)
            .filter(([value]) => value.startsWith('payment_') === dispute.may.aboutPayment)
            .reverse()
            .map(([value, label]) => ({ value, label: t(label) }))}
          onChoose={(value) => setOutcome(value as DisputeOutcome)}
        />
        {outcome === 'refund_part' ? (
          <TextField
            name="refundVnd"
            type="number"
            required
            min={1}
            max={dispute.leftVnd - 1}
            label={t({ vi: 'Hoàn cho bên mua (₫)', en: 'Back to the buyer (₫)' })}
          />
        ) : null}
        <TextArea
          name="reason"
          required
          rows={5}
          label={t({ vi: 'Căn cứ', en: 'Grounds' })}
          hint={
            last
              ? t({ vi: 'Có hiệu lực ngay; hai bên đều đọc được.', en: 'Takes effect at once; both parties read it.' })
              : t({
                  vi: 'Hai bên đều đọc được và có 5 ngày làm việc để khiếu nại; sau đó quyết định có hiệu lực.',
                  en: 'Both parties read it and have 5 working days to appeal; then it takes effect.',
                })
          }
        />
        <Problem problem={decide.problem} />
        <div>
          <Button type="submit" kind="primary" pending={decide.pending}>
            {last ? t({ vi: 'Ra phán quyết', en: 'Rule' }) : t({ vi: 'Ra quyết định', en: 'Decide' })}
          </Button>
        </div>
      </form>
    </Section>
  );
}

/** The exchange's evidence for the buyer's bank: agreement, delivery and downloads go with it by themselves. */
export function AnswerBank({ id }: { id: string }) {
  const t = useT();
  const answer = useAct('answerBank');
  return (
    <Section title={{ vi: 'Gửi chứng cứ cho ngân hàng', en: 'Evidence for the bank' }}>
      <form
        className="panel stack"
        onSubmit={sending((text) => answer.run({ params: { id }, body: { text: text('text') } }))}
      >
        <TextArea
          name="text"
          required
          rows={6}
          label={t({ vi: 'Lời trình bày', en: 'Statement' })}
          hint={t({
            vi: 'Thỏa thuận, biên bản giao và mọi lượt tải được gửi kèm tự động. Chỉ gửi được một lần.',
            en: 'Agreement, delivery and every download go with it by themselves. It can be sent once.',
          })}
        />
        <Problem problem={answer.problem} />
        <div>
          <Button type="submit" kind="primary" pending={answer.pending}>
            {t({ vi: 'Gửi cho ngân hàng', en: 'Send to the bank' })}
          </Button>
        </div>
      </form>
    </Section>
  );
}
