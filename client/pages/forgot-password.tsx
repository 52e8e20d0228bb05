import { type FormEvent, useState } from 'react';
import { useAct } from '../api';
import { useT } from '../i18n';
import { formText, TextField } from '../ui/fields';
import { Button, Callout, PageHead, Problem } from '../ui/parts';

export default function ForgotPassword() {
  const t = useT();
  const ask = useAct('requestPasswordReset');
  const [sent, setSent] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const answer = await ask.run({ body: { email: formText(event.currentTarget)('email') } }).catch(() => null);
    if (answer) setSent(true);
  };
  return (
    <>
      <PageHead title={t({ vi: 'Đặt lại mật khẩu', en: 'Reset the password' })} />
      {sent ? (
        <Callout
          tone="good"
          title={t({
            vi: 'Nếu email có tài khoản, liên kết đã được gửi.',
            en: 'If the address has an account, a link was mailed to it.',
          })}
        />
      ) : (
        <form className="form" onSubmit={(event) => void submit(event)}>
          <TextField name="email" type="email" required label="Email" autoComplete="username" />
          <Problem problem={ask.problem} />
          <div>
            <Button type="submit" kind="primary" pending={ask.pending}>
              {t({ vi: 'Gửi liên kết', en: 'Mail the link' })}
            </Button>
          </div>
        </form>
      )}
    </>
  );
}
