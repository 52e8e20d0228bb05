import type { FormEvent } from 'react';
import type { ProblemBody } from '../../contracts/problems';
import { useLanguage } from '../i18n';
import { Check, formText, TextField } from '../ui/fields';
import { Button, fieldError, Problem } from '../ui/parts';

type Props = {
  title: string;
  /** What the signature binds to. */
  sha256: string;
  says: string;
  pending: boolean;
  problem: ProblemBody | null;
  sign: (password: string) => void;
};

/** The one step that binds: what is signed, the tick, the password again, “Accept and sign”. */
export function SignForm({ title, sha256, says, pending, problem, sign }: Props) {
  const { t, language } = useLanguage();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    sign(formText(event.currentTarget)('password'));
  };
  return (
    <form className="panel stack" onSubmit={submit}>
      <h2>{title}</h2>
      <Check name="accept" required label={says} />
      <TextField
        name="password"
        type="password"
        required
        autoComplete="current-password"
        label={t({ vi: 'Mật khẩu của bạn', en: 'Your password' })}
        hint={t({ vi: 'Hỏi lại để chắc chắn chính bạn đang ký.', en: 'Asked again, so that it is you who signs.' })}
        wrong={fieldError(problem, '/password', language === 'vi')}
      />
      <p className="faint">
        SHA-256: <code>{sha256}</code>
      </p>
      <Problem problem={problem} />
      <Button type="submit" kind="primary" pending={pending}>
        {t({ vi: 'Đồng ý và ký', en: 'Accept and sign' })}
      </Button>
    </form>
  );
}
