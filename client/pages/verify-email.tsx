import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useAct } from '../api';
import { useT } from '../i18n';
import { paths } from '../paths';
import { Button, Callout, PageHead, Problem } from '../ui/parts';

export default function VerifyEmail() {
  const t = useT();
  const [search] = useSearchParams();
  const verify = useAct('verifyEmail');
  const [done, setDone] = useState(false);
  const confirm = async () => {
    const answer = await verify.run({ body: { secret: search.get('secret') ?? '' } }).catch(() => null);
    if (answer) setDone(true);
  };
  return (
    <>
      <PageHead title={t({ vi: 'Xác nhận email', en: 'Verify your e-mail' })} />
      <div className="stack">
        {done ? (
          <Callout tone="good" title={t({ vi: 'Email đã được xác nhận.', en: 'The e-mail is verified.' })}>
            <Link to={paths.signIn()}>{t({ vi: 'Đăng nhập', en: 'Sign in' })}</Link>
          </Callout>
        ) : (
          <div>
            <Button kind="primary" pending={verify.pending} onClick={() => void confirm()}>
              {t({ vi: 'Xác nhận', en: 'Verify' })}
            </Button>
          </div>
        )}
        <Problem problem={verify.problem} />
      </div>
    </>
  );
}
