import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { Link, Outlet, ScrollRestoration, useLocation, useNavigate, useNavigation } from 'react-router';
import { useAct } from '../api';
import { date } from '../format';
import { useLanguage, useT, useTitle } from '../i18n';
import { Bell } from '../parts/bell';
import { LogAlarm } from '../parts/log-alarm';
import { paths } from '../paths';
import { useSession } from '../session';
import { applyTheme, isDark } from '../theme';
import { Button } from '../ui/parts';
import { Menu } from './menu';

/** Bar, banner, page, footer: around every page. */
export function Shell() {
  const { t } = useLanguage();
  const session = useSession();
  const busy = useNavigation().state !== 'idle';
  return (
    <>
      <a className="skip-link" href="#main">
        {t({ vi: 'Đến nội dung chính', en: 'Skip to content' })}
      </a>
      <header className="top">
        {session.exchange.banner ? <p className="banner">{t(session.exchange.banner)}</p> : null}
        <Bar />
      </header>
      <main id="main" className="main" tabIndex={-1} aria-busy={busy}>
        <LogAlarm />
        <Suspense fallback={<p className="loading">{t({ vi: 'Đang tải…', en: 'Loading…' })}</p>}>
          <Outlet />
        </Suspense>
      </main>
      <Footer />
      <ScrollRestoration />
    </>
  );
}

function Bar() {
  const { t } = useLanguage();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes whenever the address changes
  useEffect(() => setOpen(false), [pathname]);
  return (
    <div className="bar">
      <div className="bar-inner">
        <Link className="brand" to={paths.home()}>
          <img src="/mark.svg" alt="" />
          Datasan
        </Link>
        <nav id="nav" className={open ? 'nav open' : 'nav'} aria-label={t({ vi: 'Chính', en: 'Main' })}>
          <Menu />
          <div className="account narrow">
            <Account />
          </div>
        </nav>
        <Tools open={open} toggle={() => setOpen(!open)} />
      </div>
    </div>
  );
}

function Tools({ open, toggle }: { open: boolean; toggle: () => void }) {
  const { t, language, setLanguage } = useLanguage();
  const [dark, setDark] = useState(isDark);
  return (
    <div className="bar-tools">
      <Bell />
      <Button
        kind="quiet"
        onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}
        label={language === 'vi' ? 'EN: switch to English' : 'VI: chuyển sang tiếng Việt'}
      >
        {language === 'vi' ? 'EN' : 'VI'}
      </Button>
      <Button
        kind="quiet"
        label={dark ? t({ vi: 'Giao diện sáng', en: 'Light theme' }) : t({ vi: 'Giao diện tối', en: 'Dark theme' })}
        onClick={() => {
          applyTheme(dark ? 'light' : 'dark');
          setDark(!dark);
        }}
      >
        <svg width="18" height="18" viewBox="0 0 20 20" aria-hidden="true">
          <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path d="M10 2.5a7.5 7.5 0 0 1 0 15z" fill="currentColor" />
        </svg>
      </Button>
      <div className="account roomy">
        <Account />
      </div>
      <button type="button" className="button menu-button" aria-expanded={open} aria-controls="nav" onClick={toggle}>
        {t({ vi: 'Mục', en: 'Menu' })}
      </button>
    </div>
  );
}

/** Who is signed in and the way out, or the way in; in the bar where there is room, else at the end of the menu. */
function Account() {
  const t = useT();
  const title = useTitle();
  const { member, organisation } = useSession();
  const signOut = useAct('signOut');
  const queries = useQueryClient();
  const navigate = useNavigate();
  return member && organisation ? (
    <>
      <Link className="button quiet organisation" to={paths.organisation()} title={member.displayName}>
        {title(organisation)}
      </Link>
      <Button
        kind="quiet"
        onClick={() =>
          void signOut.run({}).then(async () => {
            await navigate(paths.home());
            queries.clear();
            location.reload();
          })
        }
      >
        {t({ vi: 'Đăng xuất', en: 'Sign out' })}
      </Button>
    </>
  ) : (
    <>
      <Link className="button quiet" to={paths.signIn()}>
        {t({ vi: 'Đăng nhập', en: 'Sign in' })}
      </Link>
      <Link className="button register" to={paths.signUp()}>
        {t({ vi: 'Đăng ký', en: 'Register' })}
      </Link>
    </>
  );
}

function Footer() {
  const { t } = useLanguage();
  const { exchange } = useSession();
  const modes = {
    demo: { vi: 'trình diễn', en: 'demonstration' },
    pilot: { vi: 'thử nghiệm', en: 'pilot' },
    live: { vi: 'chính thức', en: 'live' },
  };
  return (
    <footer className="footer">
      <div className="footer-inner">
        <span>
          {t({
            vi: 'Datasan – phần mềm nguồn mở cho sàn dữ liệu. Chế độ',
            en: 'Datasan – open-source software for a data exchange. Mode',
          })}
          : {t(modes[exchange.mode])}
        </span>
        {exchange.certificate ? (
          <span>
            {t({ vi: 'Giấy chứng nhận số', en: 'Certificate no.' })} {exchange.certificate.number},{' '}
            {date(exchange.certificate.date)}, {exchange.certificate.issuer}
          </span>
        ) : null}
        <Link to={paths.fees()}>{t({ vi: 'Biểu phí', en: 'Fees' })}</Link>
        <Link to={paths.certificates()}>{t({ vi: 'Kiểm tra chứng nhận', en: 'Check a certificate' })}</Link>
        <a href="/api/docs/">{t({ vi: 'Tài liệu API', en: 'API documents' })}</a>
        {exchange.outbox ? (
          <Link to={paths.outbox()}>{t({ vi: 'Hộp thư đi (trình diễn)', en: 'Outbox (demo)' })}</Link>
        ) : null}
      </div>
    </footer>
  );
}
