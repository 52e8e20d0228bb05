import { Link, useLocation, useRouteError } from 'react-router';
import { ApiProblem } from '../api';
import { useT } from '../i18n';
import { paths } from '../paths';
import { PageHead, Problem } from '../ui/parts';

/** What a page shows when it cannot be shown: the refusal in words, and what to do next. */
export function Fault() {
  const t = useT();
  const error = useRouteError();
  const { pathname, search } = useLocation();
  const problem = error instanceof ApiProblem ? error.body : null;
  const title =
    problem?.status === 404
      ? t({ vi: 'Không tìm thấy trang này', en: 'There is no such page' })
      : problem?.status === 401
        ? t({ vi: 'Cần đăng nhập', en: 'Sign in first' })
        : t({ vi: 'Không mở được trang này', en: 'This page cannot be shown' });
  return (
    <>
      <PageHead title={title} />
      <div className="stack">
        {problem?.status === 401 ? null : <Problem problem={problem} />}
        <div className="row">
          {problem?.status === 401 ? (
            <Link className="button primary" to={`${paths.signIn()}?next=${encodeURIComponent(pathname + search)}`}>
              {t({ vi: 'Đăng nhập', en: 'Sign in' })}
            </Link>
          ) : null}
          <Link className="button" to={paths.home()}>
            {t({ vi: 'Về danh mục', en: 'To the catalogue' })}
          </Link>
        </div>
      </div>
    </>
  );
}

/** The same where even the frame around the page is missing. */
export function FaultAlone() {
  return (
    <main className="main">
      <Fault />
    </main>
  );
}

/** An address that leads nowhere. */
export function Missing() {
  const t = useT();
  return (
    <>
      <PageHead
        title={t({ vi: 'Không tìm thấy trang này', en: 'There is no such page' })}
        lead={t({
          vi: 'Địa chỉ có thể đã đổi hoặc gõ nhầm.',
          en: 'The address may have changed, or has a slip in it.',
        })}
      />
      <Link className="button" to={paths.home()}>
        {t({ vi: 'Về danh mục', en: 'To the catalogue' })}
      </Link>
    </>
  );
}
