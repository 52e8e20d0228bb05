import { eventSentence } from '../../contracts/audit.js';
import type { Bilingual, Language } from '../../contracts/common.js';
import { orderLifecycle } from '../../contracts/lifecycles/order.js';
import { datasetRefs } from '../catalogue/datasets.js';
import { organisationRefs } from '../identity/organisations.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { makePdf, type PdfPage } from '../kernel/pdf.js';
import { Orders } from '../ordering/tables.js';
import type { Bundle } from './tables.js';
import { stamp } from './words.js';

/** An event as the public log has it; `data` is missing where its content is hidden. */
export type Leaf = {
  index: number;
  id: string;
  type: string;
  at: string;
  actor: { kind: string; role: string | null; organisation: string | null; person: string | null };
  data?: Record<string, unknown>;
};
const shownOrders = 500;

/** The bundle for people to read: Vietnamese, then English. Says nothing that the documents and leaves do not. */
export async function summaryPdf(
  tx: Tx,
  bundle: Bundle,
  head: { origin: string; vkey: string; size: number },
  orderIds: readonly string[],
  leaves: readonly Leaf[],
  eventCount: number,
): Promise<Buffer> {
  const orders = [...(await rowsById(tx, Orders, orderIds.slice(0, shownOrders))).values()];
  const actors = leaves.flatMap(({ actor }) => (actor.organisation ? [actor.organisation] : []));
  const parties = orders.flatMap((one) => [one.providerId, one.buyerId]);
  const own = bundle.scopeKind === 'organisation' ? [bundle.scopeId] : [];
  const organisations = await organisationRefs(tx, [...actors, ...parties, ...own]);
  const datasets = await datasetRefs(
    tx,
    orders.map((one) => one.datasetId),
  );
  const write = (page: PdfPage, language: Language) => {
    const t = (text: Bilingual) => text[language];
    const name = (id: string | null) => {
      const found = id === null ? undefined : organisations.get(id);
      return found ? (language === 'vi' ? found.nameVi : found.nameEn) : (id ?? '–');
    };
    page.title(t({ vi: 'Bộ chứng cứ', en: 'Evidence bundle' }), bundle.id);
    page.facts([
      [t({ vi: 'Về', en: 'About' }), `${t(scopeNames[bundle.scopeKind])} ${bundle.scopeId}`],
      [t({ vi: 'Yêu cầu lúc', en: 'Asked for' }), stamp(bundle.createdAt)],
      [t({ vi: 'Sổ minh bạch', en: 'Transparency log' }), `${head.origin} · ${head.size.toLocaleString('vi-VN')}`],
      [t({ vi: 'Khóa kiểm chứng', en: 'Verifier key' }), head.vkey],
    ]);
    page.text(t(howTo));
    page.heading(t({ vi: `Đơn hàng (${orderIds.length})`, en: `Orders (${orderIds.length})` }));
    if (orderIds.length > shownOrders) page.text(t(onlyFirst(shownOrders)));
    const columns = [
      { title: t({ vi: 'Đơn hàng', en: 'Order' }), share: 3 },
      { title: t({ vi: 'Bộ dữ liệu', en: 'Dataset' }), share: 3 },
      { title: t({ vi: 'Bên bán – bên mua', en: 'Provider – buyer' }), share: 3 },
      { title: t({ vi: 'Giá', en: 'Price' }), share: 1.6, align: 'right' as const },
      { title: t({ vi: 'Trạng thái', en: 'State' }), share: 1.6 },
    ];
    const states: Readonly<Record<string, Bilingual>> = orderLifecycle.states;
    const titled = (id: string) => datasets.get(id)?.[language === 'vi' ? 'titleVi' : 'titleEn'] ?? id;
    page.table(
      columns,
      orders.map((one) => [
        ...[one.id, titled(one.datasetId), `${name(one.providerId)} – ${name(one.buyerId)}`],
        ...[`${one.priceVnd.toLocaleString('vi-VN')} ₫`, states[one.state]?.[language] ?? one.state],
      ]),
    );
    page.heading(t({ vi: `Sự kiện (${eventCount})`, en: `Events (${eventCount})` }));
    if (eventCount > leaves.length) page.text(t(onlyFirst(leaves.length)));
    page.table(
      [
        { title: t({ vi: 'Vị trí', en: 'Place' }), share: 1, align: 'right' },
        { title: t({ vi: 'Lúc (UTC+7)', en: 'At (UTC+7)' }), share: 2 },
        { title: t({ vi: 'Sự kiện', en: 'Event' }), share: 5 },
        { title: t({ vi: 'Ai', en: 'By' }), share: 3 },
      ],
      leaves.map(({ index, at, type, data, actor }) => [
        ...[String(index), stamp(new Date(at))],
        data
          ? eventSentence(type, data)[language]
          : `${t({ vi: 'Tra cứu, nội dung giữ kín', en: 'A look-up, its content hidden' })} (${type})`,
        actor.organisation ? name(actor.organisation) : t(kinds[actor.kind] ?? { vi: actor.kind, en: actor.kind }),
      ]),
    );
  };
  const options = { title: `Datasan ${bundle.id}`, language: 'vi' as const, header: 'Datasan', at: bundle.createdAt };
  return await makePdf({ ...options, footer: `${bundle.id} · ${head.origin}` }, (page) => {
    write(page, 'vi');
    page.newPage();
    write(page, 'en');
  });
}

const scopeNames = {
  order: { vi: 'đơn hàng', en: 'order' },
  organisation: { vi: 'tổ chức', en: 'organisation' },
  dataset: { vi: 'bộ dữ liệu', en: 'dataset' },
};
const kinds: Readonly<Record<string, Bilingual>> = {
  system: { vi: 'Hệ thống', en: 'The exchange' },
  anonymous: { vi: 'Khách', en: 'Nobody signed in' },
};
const howTo = {
  vi: 'Mỗi tệp trong events/ là bằng chứng rằng sự kiện nằm trong sổ minh bạch đã ký; manifest.json ghi SHA-256 của mọi tệp. Kiểm tra ngoại tuyến: datasan verify <tệp.zip>. Người chỉ xuất hiện dưới dạng mã băm.',
  en: 'Each file in events/ proves that the event stands in the signed log; manifest.json names the SHA-256 of every file. To check offline: datasan verify <file.zip>. People appear as hashes only.',
};
const onlyFirst = (count: number) => ({
  vi: `Bảng này chỉ liệt kê ${count} dòng đầu; tất cả nằm trong bộ chứng cứ.`,
  en: `The table lists the first ${count} only; all of them are in the bundle.`,
});
