import { type FormEvent, useState } from 'react';
import { reportGrounds } from '../../contracts/gate';
import { useAct } from '../api';
import { useT } from '../i18n';
import { formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, Callout, Dialog, Problem } from '../ui/parts';

/** Anybody may say that a listing is wrong; no account is needed. */
export function ReportListing({ datasetId }: { datasetId: string }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState<string | null>(null);
  const report = useAct('reportListing');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const contact = text('contact') === '' ? null : text('contact');
    const body = { ground: text('ground') as 'other', statement: text('statement'), contact };
    void report
      .run({ params: { id: datasetId }, body })
      .then(({ id }) => setSent(id))
      .catch(() => null);
  };
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t({ vi: 'Báo vi phạm', en: 'Report this listing' })}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t({ vi: 'Báo vi phạm về bộ dữ liệu này', en: 'Report this listing' })}
      >
        {sent ? (
          <Callout tone="good" title={t({ vi: 'Đã nhận', en: 'Received' })}>
            {t({
              vi: `Mã phản ánh: ${sent}. Đơn vị vận hành sẽ xem xét.`,
              en: `Its number is ${sent}. The operator will look into it.`,
            })}
          </Callout>
        ) : (
          <form className="stack" onSubmit={submit}>
            <SelectField
              name="ground"
              label={t({ vi: 'Vấn đề', en: 'What is wrong' })}
              options={Object.entries(reportGrounds).map(([value, label]) => ({ value, label: t(label) }))}
            />
            <TextArea name="statement" required label={t({ vi: 'Mô tả', en: 'Describe it' })} />
            <TextField
              name="contact"
              type="email"
              label={t({ vi: 'Email để trả lời (không bắt buộc)', en: 'E-mail for an answer (optional)' })}
              hint={t({
                vi: 'Chỉ đơn vị vận hành và cơ quan quản lý thấy.',
                en: 'Only the operator and the regulator see it.',
              })}
            />
            <Problem problem={report.problem} />
            <div className="row">
              <Button type="submit" kind="primary" pending={report.pending}>
                {t({ vi: 'Gửi', en: 'Send' })}
              </Button>
              <Button kind="quiet" onClick={() => setOpen(false)}>
                {t({ vi: 'Quay lại', en: 'Back' })}
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </>
  );
}
