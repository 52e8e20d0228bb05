import { type FormEvent, type ReactNode, useState } from 'react';
import type { AllowedAction } from '../../contracts/common';
import type { ProblemBody } from '../../contracts/problems';
import { asProblem } from '../api';
import { useT } from '../i18n';
import { TextArea } from '../ui/fields';
import { Button, Dialog, Problem } from '../ui/parts';

type Props = {
  actions: readonly AllowedAction[];
  run: (action: string, reason: string | undefined, form?: FormData) => Promise<unknown>;
  /** Fields of its own that an action asks for. */
  fields?: (action: string) => ReactNode;
};

/** The buttons the server allows now. One that binds, harms or wants a reason asks first. */
export function Actions({ actions, run, fields }: Props) {
  const t = useT();
  const [asked, setAsked] = useState<AllowedAction | null>(null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ProblemBody | null>(null);

  const perform = async (action: AllowedAction, reason: string | undefined, form?: FormData) => {
    setPending(true);
    setProblem(null);
    try {
      await run(action.action, reason, form);
      setAsked(null);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setPending(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!asked) return;
    const form = new FormData(event.currentTarget);
    const reason = String(form.get('reason') ?? '').trim();
    void perform(asked, reason === '' ? undefined : reason, form);
  };

  if (actions.length === 0) return null;
  return (
    <div className="stack">
      <div className="row">
        {actions.map((action) => (
          <Button
            key={action.action}
            kind={action.tone === 'neutral' ? 'plain' : action.tone}
            pending={pending && asked === null}
            onClick={() => {
              setProblem(null);
              if (action.reason === 'none' && action.tone !== 'danger') void perform(action, undefined);
              else setAsked(action);
            }}
          >
            {t(action.label)}
          </Button>
        ))}
      </div>
      {asked ? null : <Problem problem={problem} />}
      <Dialog open={asked !== null} onClose={() => setAsked(null)} title={asked ? t(asked.label) : ''}>
        <form onSubmit={submit} className="stack">
          {asked && asked.reason !== 'none' ? (
            <TextArea
              name="reason"
              label={
                asked.reason === 'required'
                  ? t({ vi: 'Lý do', en: 'Reason' })
                  : t({ vi: 'Ghi chú (không bắt buộc)', en: 'Note (optional)' })
              }
              required={asked.reason === 'required'}
              hint={t({ vi: 'Các bên liên quan sẽ thấy nội dung này.', en: 'The parties will see this.' })}
            />
          ) : (
            <p>{t({ vi: 'Bạn chắc chắn muốn tiếp tục?', en: 'Do you want to go on?' })}</p>
          )}
          {asked && fields ? fields(asked.action) : null}
          <Problem problem={problem} />
          <div className="row">
            <Button type="submit" kind={asked?.tone === 'danger' ? 'danger' : 'primary'} pending={pending}>
              {asked ? t(asked.label) : ''}
            </Button>
            <Button kind="quiet" onClick={() => setAsked(null)}>
              {t({ vi: 'Quay lại', en: 'Back' })}
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  );
}
