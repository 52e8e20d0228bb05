import type { Bilingual, Capability } from '../../contracts/common';
import { paths } from '../paths';

/** Sections of the menu behind “More”, in their order. */
export const sections = {
  trade: { vi: 'Giao dịch', en: 'Trade' },
  money: { vi: 'Tiền', en: 'Money' },
  data: { vi: 'Dữ liệu', en: 'Data' },
  oversight: { vi: 'Giám sát', en: 'Oversight' },
  participants: { vi: 'Tổ chức và kết nối', en: 'Organisation and connections' },
} as const satisfies Record<string, Bilingual>;
export type Section = keyof typeof sections;

/** A place of the menu. `first` stands in the bar itself: what its people came for, few at a time; all else is behind “More”. */
export type Place = {
  to: string;
  label: Bilingual;
  section: Section;
  first?: true;
  for?: readonly Capability[];
};

export const places: readonly Place[] = [
  {
    to: paths.audited(),
    label: { vi: 'Tìm kiếm', en: 'Search' },
    section: 'oversight',
    first: true,
    for: ['regulator'],
  },
  { to: paths.home(), label: { vi: 'Danh mục', en: 'Catalogue' }, section: 'data', first: true },
  {
    to: paths.searches(),
    label: { vi: 'Tìm kiếm của tôi', en: 'My searches' },
    section: 'data',
    for: ['buyer', 'provider', 'operator'],
  },
  { to: paths.requests(), label: { vi: 'Yêu cầu', en: 'Requests' }, section: 'trade', first: true, for: ['buyer'] },
  { to: paths.orders(), label: { vi: 'Đơn hàng', en: 'Orders' }, section: 'trade', first: true, for: ['buyer'] },
  {
    to: paths.library(),
    label: { vi: 'Dữ liệu của tôi', en: 'Library' },
    section: 'data',
    first: true,
    for: ['buyer'],
  },
  {
    to: paths.ownDatasets(),
    label: { vi: 'Bộ dữ liệu bán', en: 'My datasets' },
    section: 'data',
    first: true,
    for: ['provider'],
  },
  { to: paths.inbox(), label: { vi: 'Yêu cầu đến', en: 'Inbox' }, section: 'trade', first: true, for: ['provider'] },
  { to: paths.sales(), label: { vi: 'Đơn bán', en: 'Sales' }, section: 'trade', first: true, for: ['provider'] },
  { to: paths.money(), label: { vi: 'Tiền', en: 'Money' }, section: 'money', first: true, for: ['provider'] },
  {
    to: paths.organisations(),
    label: { vi: 'Tổ chức', en: 'Organisations' },
    section: 'participants',
    first: true,
    for: ['operator'],
  },
  { to: paths.reviews(), label: { vi: 'Kiểm duyệt', en: 'Review' }, section: 'data', first: true, for: ['operator'] },
  { to: paths.stuck(), label: { vi: 'Đơn bị kẹt', en: 'Stuck' }, section: 'trade', first: true, for: ['operator'] },
  {
    to: paths.appraisals(),
    label: { vi: 'Thẩm định', en: 'Appraisals' },
    section: 'data',
    first: true,
    for: ['intermediary'],
  },
  {
    to: paths.appraisals(),
    label: { vi: 'Thẩm định', en: 'Appraisals' },
    section: 'data',
    for: ['operator', 'regulator'],
  },
  {
    to: paths.portals(),
    label: { vi: 'Cổng dữ liệu khác', en: 'Other portals' },
    section: 'data',
    for: ['operator'],
  },
  {
    to: paths.reverifications(),
    label: { vi: 'Xác minh lại', en: 'Verify again' },
    section: 'participants',
    for: ['operator', 'regulator'],
  },
  {
    to: paths.intermediaries(),
    label: { vi: 'Bên trung gian', en: 'Intermediaries' },
    section: 'participants',
  },
  {
    to: paths.listingReports(),
    label: { vi: 'Báo vi phạm', en: 'Reports of listings' },
    section: 'oversight',
    for: ['operator', 'regulator'],
  },
  {
    to: paths.overrides(),
    label: { vi: 'Phát hiện bị phản bác', en: 'Contested findings' },
    section: 'oversight',
    for: ['operator', 'regulator'],
  },
  { to: paths.allOrders(), label: { vi: 'Mọi đơn hàng', en: 'All orders' }, section: 'trade', for: ['operator'] },
  {
    to: paths.dashboard(),
    label: { vi: 'Tổng quan', en: 'Dashboard' },
    section: 'oversight',
    first: true,
    for: ['operator', 'regulator'],
  },
  {
    to: paths.reports(),
    label: { vi: 'Báo cáo', en: 'Reports' },
    section: 'oversight',
    first: true,
    for: ['regulator'],
  },
  { to: paths.flags(), label: { vi: 'Cảnh báo', en: 'Flags' }, section: 'oversight', first: true, for: ['regulator'] },
  {
    to: paths.holds(),
    label: { vi: 'Giám sát', en: 'Supervision' },
    section: 'oversight',
    first: true,
    for: ['regulator'],
  },
  { to: paths.events(), label: { vi: 'Sổ sự kiện', en: 'Events' }, section: 'oversight', for: ['regulator'] },
  { to: paths.savedSearches(), label: { vi: 'Đã lưu', en: 'Saved' }, section: 'oversight', for: ['regulator'] },
  { to: paths.lookUps(), label: { vi: 'Tra cứu', en: 'Look-ups' }, section: 'oversight', for: ['regulator'] },
  { to: paths.takedowns(), label: { vi: 'Giám sát', en: 'Supervision' }, section: 'oversight', for: ['operator'] },
  {
    to: paths.questions(),
    label: { vi: 'Cơ quan quản lý', en: 'Regulator' },
    section: 'oversight',
    for: ['buyer', 'provider'],
  },
  { to: paths.bids(), label: { vi: 'Chào mua', en: 'Bids' }, section: 'trade' },
  {
    to: paths.evaluations(),
    label: { vi: 'Phiên thử nghiệm', en: 'Trials' },
    section: 'data',
    for: ['buyer', 'provider', 'operator', 'regulator'],
  },
  {
    to: paths.disputes(),
    label: { vi: 'Tranh chấp', en: 'Disputes' },
    section: 'trade',
    for: ['buyer', 'provider', 'operator', 'regulator'],
  },
  {
    to: paths.invoices(),
    label: { vi: 'Hóa đơn', en: 'Invoices' },
    section: 'money',
    for: ['buyer', 'provider', 'operator', 'regulator'],
  },
  { to: paths.refunds(), label: { vi: 'Hoàn tiền', en: 'Refunds' }, section: 'money', for: ['operator'] },
  { to: paths.bank(), label: { vi: 'Ngân hàng', en: 'Bank' }, section: 'money', for: ['operator'] },
  {
    to: paths.moneyDesk(),
    label: { vi: 'Đối soát', en: 'Reconciliation' },
    section: 'money',
    for: ['operator', 'regulator'],
  },
  {
    to: paths.organisations(),
    label: { vi: 'Tổ chức', en: 'Organisations' },
    section: 'participants',
    for: ['regulator'],
  },
];
