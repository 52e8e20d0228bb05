import type { FormEvent } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useAct } from '../api';
import { useT } from '../i18n';
import { paths } from '../paths';
import { formText, TextField } from '../ui/fields';
import { Button, PageHead, Problem } from '../ui/parts';

export default function SignIn() {
  const t = useT();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const signIn = useAct('signIn');
  const resend = useAct('resendVerification');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    const session = await signIn.run({ body: { email: text('email'), password } }).catch(() => null);
    const next = search.get('next');
    // Only a path of this site: a link cannot send people elsewhere after they sign in.
    if (!session) return;
    const home = session.organisation?.capabilities.includes('regulator') ? paths.audited() : paths.home();
    await navigate(next?.startsWith('/') && !next.startsWith('//') ? next : home);
  };
  return (
    <>
      <PageHead title={t({ vi: 'Đăng nhập', en: 'Sign in' })} />
      <form className="form" onSubmit={(event) => void submit(event)}>
        <TextField name="email" type="email" autoComplete="username" required label="Email" />
        <TextField
          name="password"
          type="password"
          autoComplete="current-password"
          required
          label={t({ vi: 'Mật khẩu', en: 'Password' })}
        />
        <Problem problem={signIn.problem} />
        <div className="row">
          <Button type="submit" kind="primary" pending={signIn.pending}>
            {t({ vi: 'Đăng nhập', en: 'Sign in' })}
          </Button>
          {signIn.problem?.code === 'email-not-verified' ? (
            <Button
              onClick={() => {
                const email = document.querySelector<HTMLInputElement>('input[name=email]')?.value ?? '';
                void resend.run({ body: { email } }).catch(() => null);
              }}
              pending={resend.pending}
            >
              {t({ vi: 'Gửi lại email xác nhận', en: 'Mail the link again' })}
            </Button>
          ) : null}
        </div>
        <p className="row">
          <Link to={paths.forgotPassword()}>{t({ vi: 'Quên mật khẩu?', en: 'Forgot the password?' })}</Link>
          <Link to={paths.signUp()}>{t({ vi: 'Đăng ký tổ chức mới', en: 'Register an organisation' })}</Link>
        </p>
      </form>
    </>
  );
}
