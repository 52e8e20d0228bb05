import { type FormEvent, type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Bilingual, OrganisationRef } from '../../contracts/common';
import { legalGrounds } from '../../contracts/scheme/pilot-2026';
import type { LegalGround } from '../../contracts/supervision';
import { useAct } from '../api';
import { useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { useHas } from '../session';
import { Check, formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, Dialog, Problem } from '../ui/parts';

type Props = { id: string; parties: readonly OrganisationRef[]; datasetId?: string; title?: Bilingual };
type Act = 'freeze' | 'ask' | 'takedown';

/** What a regulator may do about what the page shows. Nothing for anybody else. */
export function Supervise({ id, parties, datasetId, title = supervision }: Props) {
  const t = useT();
  const [act, setAct] = useState<Act | null>(null);
  const close = () => setAct(null);
  if (!useHas('regulator')) return null;
  return (
    <div className="panel stack">
      <h2>{t(title)}</h2>
      <div className="row">
        <Button kind="danger" onClick={() => setAct('freeze')}>
          {t(titles.freeze)}
        </Button>
        <Button onClick={() => setAct('ask')}>{t(titles.ask)}</Button>
        {datasetId ? <Button onClick={() => setAct('takedown')}>{t(titles.takedown)}</Button> : null}
      </div>
      <Dialog open={act !== null} onClose={close} title={act ? t(titles[act]) : ''}>
        {act === 'freeze' ? <Freeze id={id} close={close} /> : null}
        {act === 'ask' ? <Ask id={id} parties={parties} close={close} /> : null}
        {act === 'takedown' && datasetId ? <Takedown datasetId={datasetId} close={close} /> : null}
      </Dialog>
    </div>
  );
}

const supervision = { vi: 'Giám sát', en: 'Supervision' };

const titles = {
  freeze: { vi: 'Tạm dừng', en: 'Freeze' },
  ask: { vi: 'Hỏi một bên', en: 'Ask a party' },
  takedown: { vi: 'Yêu cầu gỡ bỏ trong 24 giờ', en: 'Request a take-down in 24 hours' },
};

function Ground() {
  const t = useT();
  const options = Object.entries(legalGrounds).map(([value, label]) => ({ value, label: t(label) }));
  return <SelectField name="ground" label={t({ vi: 'Căn cứ pháp lý', en: 'Legal ground' })} options={options} />;
}

type FormProps = {
  act: { pending: boolean; problem: ReturnType<typeof useAct>['problem'] };
  submit: (text: (name: string) => string) => Promise<unknown>;
  close: () => void;
  button: string;
  danger?: boolean;
  children: ReactNode;
};

function ActForm({ act, submit, close, button, danger, children }: FormProps) {
  const t = useT();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void submit(formText(event.currentTarget))
      .then(close)
      .catch(() => null);
  };
  return (
    <form className="stack" onSubmit={send}>
      {children}
      <Problem problem={act.problem} />
      <div className="row">
        <Button type="submit" kind={danger ? 'danger' : 'primary'} pending={act.pending}>
          {button}
        </Button>
        <Button kind="quiet" onClick={close}>
          {t({ vi: 'Quay lại', en: 'Back' })}
        </Button>
      </div>
    </form>
  );
}

function Freeze({ id, close }: { id: string; close: () => void }) {
  const t = useT();
  const act = useAct('placeHold');
  return (
    <ActForm
      {...{ act, close }}
      button={t({ vi: 'Ra lệnh', en: 'Order it' })}
      danger
      submit={(text) =>
        act.run({
          body: {
            ...{ subjectId: id, ground: text('ground') as LegalGround, reason: text('reason') },
            freezes: text('freezes') === 'on',
          },
        })
      }
    >
      <Ground />
      <TextArea
        name="reason"
        required
        label={t({ vi: 'Lý do', en: 'Reason' })}
        hint={t({ vi: 'Các bên của đối tượng sẽ thấy nội dung này.', en: 'Its parties will see this.' })}
      />
      <Check
        name="freezes"
        defaultChecked
        label={t({
          vi: 'Dừng truy cập, mọi bước và mọi khoản tiền (nếu bỏ chọn: chỉ lưu giữ tệp và hồ sơ)',
          en: 'Stop access, every step and all money (else: only keep files and records)',
        })}
      />
    </ActForm>
  );
}

function Ask({ id, parties, close }: { id: string; parties: readonly OrganisationRef[]; close: () => void }) {
  const t = useT();
  const title = useTitle();
  const act = useAct('askQuestion');
  const navigate = useNavigate();
  return (
    <ActForm
      {...{ act, close }}
      button={t({ vi: 'Gửi câu hỏi', en: 'Send the question' })}
      submit={async (text) => {
        const body = {
          subjectId: id,
          organisationId: text('organisation'),
          text: text('text'),
          dueAt: endOf(text('due')),
        };
        const { id: question } = await act.run({ body });
        await navigate(paths.question(question));
      }}
    >
      <SelectField
        name="organisation"
        label={t({ vi: 'Hỏi tổ chức', en: 'Ask' })}
        options={parties.map((one) => ({ value: one.id, label: title(one) }))}
      />
      <TextArea name="text" required label={t({ vi: 'Câu hỏi', en: 'Question' })} />
      <Deadline />
    </ActForm>
  );
}

/** A day by whose end an answer is due. */
export function Deadline() {
  const t = useT();
  return (
    <TextField
      name="due"
      type="date"
      required
      label={t({ vi: 'Hạn trả lời (hết ngày)', en: 'Answer by the end of' })}
    />
  );
}

/** The end of a day of UTC+7, as a moment; nonsense stays what the server refuses. */
export function endOf(day: string): string {
  return day === '' ? '' : new Date(`${day}T23:59:59+07:00`).toISOString();
}

function Takedown({ datasetId, close }: { datasetId: string; close: () => void }) {
  const t = useT();
  const act = useAct('requestTakedown');
  const navigate = useNavigate();
  return (
    <ActForm
      {...{ act, close }}
      button={t({ vi: 'Gửi yêu cầu', en: 'Send the request' })}
      danger
      submit={async (text) => {
        await act.run({ body: { datasetId, ground: text('ground') as LegalGround, statement: text('statement') } });
        await navigate(paths.takedowns());
      }}
    >
      <Ground />
      <TextArea
        name="statement"
        required
        label={t({ vi: 'Nội dung phải gỡ và vì sao', en: 'What must go, and why' })}
      />
    </ActForm>
  );
}
