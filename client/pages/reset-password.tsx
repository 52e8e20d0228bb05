import { type FormEvent, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useAct } from '../api';
import { useT } from '../i18n';
import { paths } from '../paths';
import { TextField } from '../ui/fields';
import { Button, Callout, PageHead, Problem } from '../ui/parts';

export default function ResetPassword() {
  const t = useT();
  const [search] = useSearchParams();
  const reset = useAct('resetPassword');
  const [done, setDone] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    const answer = await reset.run({ body: { secret: search.get('secret') ?? '', password } }).catch(() => null);
    if (answer) setDone(true);
  };
  return (
    <>
      <PageHead title={t({ vi: 'Mật khẩu mới', en: 'New password' })} />
      {done ? (
        <Callout tone="good" title={t({ vi: 'Đã đặt mật khẩu.', en: 'The password is set.' })}>
          <Link to={paths.signIn()}>{t({ vi: 'Đăng nhập', en: 'Sign in' })}</Link>
        </Callout>
      ) : (
        <form className="form" onSubmit={(event) => void submit(event)}>
          <TextField
            name="password"
            type="password"
            required
            minLength={12}
            autoComplete="new-password"
            label={t({ vi: 'Mật khẩu mới', en: 'New password' })}
            hint={t({ vi: 'Ít nhất 12 ký tự.', en: 'At least 12 characters.' })}
          />
          <Problem problem={reset.problem} />
          <div>
            <Button type="submit" kind="primary" pending={reset.pending}>
              {t({ vi: 'Lưu', en: 'Save' })}
            </Button>
          </div>
        </form>
      )}
    </>
  );
}
