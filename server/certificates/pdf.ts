import { certifiedSteps, stageNames } from '../../contracts/certificates.js';
import type { Bilingual } from '../../contracts/common.js';
import { banners } from '../../contracts/scheme/pilot-2026.js';
import { bytesOf, ink, openPaper, type Paper, placeQr } from '../kernel/paper.js';
import type { PartySnapshot } from '../ordering/document.js';
import type { Draft } from './document.js';

const left = 48;
const right = 547;
const column = 196;
/** Below this nothing is written: the margin begins. */
const bottom = 794;

/** The certificate on paper, in both languages. The same draft always gives the same bytes. */
export async function renderPdf({ document, onPaper }: Draft): Promise<Buffer> {
  const { number, stage, issuedAt, exchange, dataset } = document;
  const paper = openPaper({ title: `Chứng nhận giao dịch ${number}`, createdAt: new Date(issuedAt) });
  const address = `${exchange.address}/certificates/${number}`;
  placeBanner(paper, banners[exchange.mode]);
  placeHead(paper, number, address);

  row(paper, { vi: 'Tình trạng khi cấp', en: 'Standing when issued' }, [stageNames[stage].vi, stageNames[stage].en]);
  row(paper, { vi: 'Cấp lúc', en: 'Issued' }, [`${moment(issuedAt)} (UTC+7)`]);
  row(paper, { vi: 'Bộ dữ liệu', en: 'Dataset' }, [
    `${dataset.titleVi} · phiên bản ${dataset.revision}`,
    `${dataset.titleEn} · revision ${dataset.revision}`,
  ]);
  row(paper, { vi: 'Bên bán', en: 'Provider' }, party(onPaper.provider));
  row(paper, { vi: 'Bên mua', en: 'Buyer' }, party(onPaper.buyer));
  row(paper, { vi: 'Giá', en: 'Price' }, [
    onPaper.priceVnd === 0 ? 'Miễn phí · free of charge' : `${onPaper.priceVnd.toLocaleString('vi-VN')} ₫`,
  ]);
  row(paper, { vi: 'Đơn hàng', en: 'Order' }, [document.orderId], true);
  row(paper, { vi: 'Thỏa thuận, SHA-256', en: 'Agreement' }, [document.agreementId, document.agreementSha256], true);
  if (document.manifestSha256) {
    row(paper, { vi: 'Bản kê giao hàng, SHA-256', en: 'Delivery manifest' }, [document.manifestSha256], true);
  }
  if (document.receiptId) row(paper, { vi: 'Biên nhận', en: 'Receipt' }, [document.receiptId], true);

  heading(paper, { vi: 'Các bước trong sổ minh bạch', en: 'Steps in the transparency log' });
  for (const step of document.steps) placeStep(paper, step);
  heading(paper, { vi: 'Điểm kiểm', en: 'Checkpoint' });
  row(paper, { vi: 'Sổ, số mục', en: 'Log, entries' }, [`${document.log.origin} · ${document.log.size}`], true);
  row(paper, { vi: 'Gốc cây băm', en: 'Root' }, [document.log.root], true);
  row(paper, { vi: 'Khóa kiểm chữ ký', en: 'Verifier key' }, [document.log.vkey], true);
  row(
    paper,
    { vi: 'Cam kết bên mua, muối', en: 'Buyer’s commitment, salt' },
    [document.buyer.commitment.slice(7), onPaper.buyerSalt],
    true,
  );
  placeFoot(paper, address);
  return await bytesOf(paper);
}

function placeBanner(paper: Paper, banner: Bilingual | null): void {
  if (!banner) return;
  paper.rect(0, 0, paper.page.width, 40).fill('#fbf0d9').fillColor(ink.warn);
  const lines = { width: right - left, align: 'center' as const };
  paper.font('bold').fontSize(8).text(banner.vi, left, 9, lines);
  paper.font('text').text(banner.en, left, 21, lines).fillColor(ink.plain);
}

function placeHead(paper: Paper, number: string, address: string): void {
  placeQr(paper, address, right - 92, 58, 92);
  paper.font('bold').fontSize(21).text('Chứng nhận giao dịch', left, 60);
  paper.font('text').fontSize(11).fillColor(ink.faint).text('Transaction certificate', left, 89);
  paper.font('bold').fontSize(15).fillColor(ink.accent).text(number, left, 116);
  paper.font('text').fontSize(7.5).text(address, left, 138, { link: address, width: 380 }).fillColor(ink.plain);
  paper.y = 160;
}

/** A label in both languages and lines beside it; `code` sets them in a type in which no two signs look alike. */
function row(paper: Paper, label: Bilingual, lines: readonly string[], code = false): void {
  if (paper.y > bottom - 60) paper.addPage();
  const top = paper.y;
  paper
    .font('medium')
    .fontSize(8.5)
    .fillColor(ink.plain)
    .text(label.vi, left, top, { width: column - left - 8 });
  paper
    .font('text')
    .fontSize(7.5)
    .fillColor(ink.faint)
    .text(label.en, left, paper.y, { width: column - left - 8 });
  const under = paper.y;
  paper.fillColor(ink.plain);
  paper.y = top;
  for (const [index, line] of lines.entries()) {
    if (code) paper.font('Courier').fontSize(8.5);
    else paper.font(index === 0 ? 'medium' : 'text').fontSize(index === 0 ? 9.5 : 8.5);
    paper.text(line, column, code ? paper.y + 1 : paper.y, { width: right - column });
  }
  paper.y = Math.max(under, paper.y) + 3;
}

function heading(paper: Paper, title: Bilingual): void {
  const y = paper.y + 5;
  paper.moveTo(left, y).lineTo(right, y).lineWidth(0.7).stroke(ink.line);
  paper
    .font('bold')
    .fontSize(10)
    .fillColor(ink.plain)
    .text(title.vi, left, y + 7, { continued: true });
  paper.font('text').fontSize(8.5).fillColor(ink.faint).text(`   ${title.en}`).fillColor(ink.plain);
  paper.y += 3;
}

function placeStep(paper: Paper, step: Draft['document']['steps'][number]): void {
  const name = certifiedSteps[step.type];
  if (!name) throw new Error(`A certificate has no name for ${step.type}.`);
  if (paper.y > bottom - 60) paper.addPage();
  const y = paper.y;
  paper
    .font('Courier')
    .fontSize(8.5)
    .text(`#${step.index}`, left, y + 1, { width: 52, lineBreak: false });
  paper
    .font('text')
    .fontSize(8)
    .text(moment(step.at), left + 54, y, { width: 92, lineBreak: false });
  paper.font('medium').fontSize(8.5).text(name.vi, column, y, { width: 150, lineBreak: false });
  paper
    .font('text')
    .fontSize(7.5)
    .fillColor(ink.faint)
    .text(name.en, column, y + 11, { width: 150, lineBreak: false });
  paper.font('Courier').fontSize(7.2).fillColor(ink.plain);
  paper.text(step.leafHash, 352, y + 2, { width: right - 352, lineBreak: false });
  paper.y = y + 22;
}

function placeFoot(paper: Paper, address: string): void {
  if (paper.y > bottom - 52) paper.addPage();
  const y = bottom - 48;
  paper.moveTo(left, y).lineTo(right, y).lineWidth(0.7).stroke(ink.line);
  const width = right - left;
  paper.font('text').fontSize(8).fillColor(ink.plain);
  paper.text(
    `Mở ${address} (hoặc quét mã QR): trình duyệt tự kiểm chứng chứng nhận này với sổ minh bạch; thả tệp PDF vào trang để so mã băm.`,
    left,
    y + 7,
    { width },
  );
  paper
    .fillColor(ink.faint)
    .text(
      'Open the address or scan the code: your browser itself verifies this certificate against the transparency log; drop the PDF onto the page to compare its hash.',
      { width },
    );
}

function party({ nameVi, nameEn, taxCode }: PartySnapshot): string[] {
  return taxCode === null ? [nameVi, nameEn] : [`${nameVi} · MST ${taxCode}`, `${nameEn} · tax code ${taxCode}`];
}

/** `25/09/2026 14:05`, UTC+7. */
function moment(iso: string): string {
  const [date = '', time = ''] = new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().split('T');
  return `${date.split('-').reverse().join('/')} ${time.slice(0, 5)}`;
}
