import { isRouteErrorResponse, Link, useLocation, useRouteError } from 'react-router';
import { ApiProblem } from '../api';
import { useT } from '../i18n';
import { paths } from '../paths';
import { PageHead, Problem } from '../ui/parts';

/** What a page shows when it cannot be shown: the refusal in words, and what to do next. */
export function Fault() {
  const t = useT();
  const error = useRouteError();
  const { pathname, search } = useLocation();
  const missing = isRouteErrorResponse(error) && error.status === 404;
  const problem = error instanceof ApiProblem ? error.body : null;
  if (!missing && !problem) console.error(error);
  const title =
    missing || problem?.status === 404
      ? t({ vi: 'Không tìm thấy trang này', en: 'There is no such page' })
      : problem?.status === 401
        ? t({ vi: 'Cần đăng nhập', en: 'Sign in first' })
        : t({ vi: 'Không mở được trang này', en: 'This page cannot be shown' });
  return (
    <main className="main">
      <PageHead title={title} />
      <div className="stack">
        <Problem problem={problem} />
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
    </main>
  );
}

export function Missing(): null {
  throw new Response(null, { status: 404 });
}
