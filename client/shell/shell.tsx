import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useNavigate, useNavigation } from 'react-router';
import type { Bilingual, Capability } from '../../contracts/common';
import { useAct } from '../api';
import { date } from '../format';
import { useLanguage, useT, useTitle } from '../i18n';
import { LogAlarm } from '../parts/log-alarm';
import { paths } from '../paths';
import { useSession } from '../session';
import { applyTheme, isDark } from '../theme';
import { Button } from '../ui/parts';

type Item = { to: string; label: Bilingual; for?: Capability | readonly Capability[] };
const items: readonly Item[] = [
  { to: paths.audited(), label: { vi: 'Tìm kiếm', en: 'Search' }, for: 'regulator' },
  { to: paths.home(), label: { vi: 'Danh mục', en: 'Catalogue' } },
  { to: paths.requests(), label: { vi: 'Yêu cầu', en: 'Requests' }, for: 'buyer' },
  { to: paths.orders(), label: { vi: 'Đơn hàng', en: 'Orders' }, for: 'buyer' },
  { to: paths.library(), label: { vi: 'Dữ liệu của tôi', en: 'Library' }, for: 'buyer' },
  { to: paths.ownDatasets(), label: { vi: 'Bộ dữ liệu bán', en: 'My datasets' }, for: 'provider' },
  { to: paths.inbox(), label: { vi: 'Yêu cầu đến', en: 'Inbox' }, for: 'provider' },
  { to: paths.sales(), label: { vi: 'Đơn bán', en: 'Sales' }, for: 'provider' },
  { to: paths.money(), label: { vi: 'Tiền', en: 'Money' }, for: 'provider' },
  { to: paths.organisations(), label: { vi: 'Tổ chức', en: 'Organisations' }, for: 'operator' },
  { to: paths.reviews(), label: { vi: 'Kiểm duyệt', en: 'Review' }, for: 'operator' },
  { to: paths.stuck(), label: { vi: 'Đơn bị kẹt', en: 'Stuck' }, for: 'operator' },
  { to: paths.allOrders(), label: { vi: 'Mọi đơn hàng', en: 'All orders' }, for: 'operator' },
  { to: paths.moneyDesk(), label: { vi: 'Đối soát', en: 'Money' }, for: ['operator', 'regulator'] },
  { to: paths.dashboard(), label: { vi: 'Tổng quan', en: 'Dashboard' }, for: 'operator' },
  { to: paths.dashboard(), label: { vi: 'Tổng quan', en: 'Dashboard' }, for: 'regulator' },
  { to: paths.reports(), label: { vi: 'Báo cáo', en: 'Reports' }, for: 'regulator' },
  { to: paths.flags(), label: { vi: 'Cảnh báo', en: 'Flags' }, for: 'regulator' },
  { to: paths.events(), label: { vi: 'Sổ sự kiện', en: 'Events' }, for: 'regulator' },
  {
    to: paths.invoices(),
    label: { vi: 'Hóa đơn', en: 'Invoices' },
    for: ['buyer', 'provider', 'operator', 'regulator'],
  },
  {
    to: paths.disputes(),
    label: { vi: 'Tranh chấp', en: 'Disputes' },
    for: ['buyer', 'provider', 'operator', 'regulator'],
  },
  { to: paths.refunds(), label: { vi: 'Hoàn tiền', en: 'Refunds' }, for: 'operator' },
  { to: paths.savedSearches(), label: { vi: 'Đã lưu', en: 'Saved' }, for: 'regulator' },
  { to: paths.lookUps(), label: { vi: 'Tra cứu', en: 'Look-ups' }, for: 'regulator' },
  { to: paths.takedowns(), label: { vi: 'Giám sát', en: 'Supervision' }, for: 'operator' },
  { to: paths.organisations(), label: { vi: 'Tổ chức', en: 'Organisations' }, for: 'regulator' },
  { to: paths.holds(), label: { vi: 'Giám sát', en: 'Supervision' }, for: 'regulator' },
  { to: paths.questions(), label: { vi: 'Cơ quan quản lý', en: 'Regulator' }, for: 'buyer' },
  { to: paths.questions(), label: { vi: 'Cơ quan quản lý', en: 'Regulator' }, for: 'provider' },
  { to: paths.bank(), label: { vi: 'Ngân hàng', en: 'Bank' }, for: 'operator' },
];

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
  const { organisation } = useSession();
  const [open, setOpen] = useState(false);
  const shown = items
    .filter((item) => !item.for || [item.for].flat().some((one) => organisation?.capabilities.includes(one)))
    // Who sells and buys finds the same place once.
    .filter((item, index, all) => all.findIndex((one) => one.to === item.to) === index);
  return (
    <div className="bar">
      <div className="bar-inner">
        <Link className="brand" to={paths.home()}>
          <img src="/mark.svg" alt="" />
          Datasan
        </Link>
        <nav id="nav" className={open ? 'nav open' : 'nav'} aria-label={t({ vi: 'Chính', en: 'Main' })}>
          {shown.map((item) => (
            <NavLink key={item.to} to={item.to} end onClick={() => setOpen(false)}>
              {t(item.label)}
            </NavLink>
          ))}
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
