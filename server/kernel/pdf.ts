import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import type { Language } from '../../contracts/common.js';
import { projectRoot } from './project.js';

const fonts = join(projectRoot, 'node_modules/@expo-google-fonts/be-vietnam-pro');
const faces = {
  plain: join(fonts, '400Regular/BeVietnamPro_400Regular.ttf'),
  bold: join(fonts, '600SemiBold/BeVietnamPro_600SemiBold.ttf'),
};
const ink = { text: '#1a1f1d', soft: '#4d5653', line: '#c3beb0', accent: '#0f5f57' };
const margin = 54;
/** Room below the text for the footer. */
const foot = 60;

export type Column = {
  title: string;
  /** Its part of the width, beside the shares of the other columns. */
  share: number;
  align?: 'right';
};

/** A page that is being written from the top; what does not fit goes on to the next one. */
export type PdfPage = {
  title(text: string, lead?: string): void;
  heading(text: string): void;
  text(text: string): void;
  /** Terms and values, two columns. */
  facts(rows: readonly (readonly [string, string])[]): void;
  /** Cells wrap, the head is repeated on every page; a row that is higher than a page is cut with an ellipsis. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void;
  /** A picture (PNG or JPEG) at the left, fitted into a box given in points. */
  picture(image: Buffer, width: number, height: number): void;
  space(points: number): void;
  newPage(): void;
  /** The document itself, for what these do not say; `x`, `y` are where it writes next. */
  document: PDFKit.PDFDocument;
  width: number;
};

type Options = {
  title: string;
  language: Language;
  /** Stands small on top of every page, e.g. the exchange’s name. */
  header: string;
  /** Stands at the bottom of every page, beside the page’s number. */
  footer: string;
  /** The moment of the document: the same input always gives the same bytes. */
  at: Date;
};

/** Writes an A4 document with Vietnamese letters, header, footer and page numbers. Gives its bytes. */
export async function makePdf(options: Options, write: (page: PdfPage) => void): Promise<Buffer> {
  const info = { Title: options.title, Producer: 'Datasan', Creator: 'Datasan', CreationDate: options.at };
  const document = new PDFDocument({
    ...{ size: 'A4', bufferPages: true, lang: options.language, displayTitle: true, info },
    margins: { top: margin + 14, left: margin, right: margin, bottom: foot },
  });
  const parts: Buffer[] = [];
  const whole = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.on('error', reject);
  });
  document.registerFont('plain', faces.plain).registerFont('bold', faces.bold);
  document.font('plain').fontSize(9.5).fillColor(ink.text);
  write(pageOf(document));
  frame(document, options);
  document.end();
  return await whole;
}

function pageOf(document: PDFKit.PDFDocument): PdfPage {
  const width = document.page.width - 2 * margin;
  const bottom = () => document.page.height - foot;
  const plain = () => document.font('plain').fontSize(9.5).fillColor(ink.text);
  const need = (height: number) => {
    if (document.y + height > bottom()) document.addPage();
  };
  const line = (text: string, face: 'plain' | 'bold', size: number, color = ink.text) => {
    document.font(face).fontSize(size).fillColor(color).text(text, margin, document.y, { width });
    plain();
  };
  return {
    ...{ document, width },
    title(text, lead) {
      line(text, 'bold', 17);
      if (lead) line(lead, 'plain', 9.5, ink.soft);
      document.moveDown(0.8);
    },
    heading(text) {
      need(60);
      document.moveDown(0.6);
      line(text, 'bold', 12, ink.accent);
      document.moveDown(0.3);
    },
    text(text) {
      line(text, 'plain', 9.5);
      document.moveDown(0.4);
    },
    facts(rows) {
      for (const [term, value] of rows) {
        const shown = value === '' ? '–' : value;
        const height = Math.max(
          document.heightOfString(term, { width: width * 0.3 }),
          document.heightOfString(shown, { width: width * 0.68 }),
        );
        need(Math.min(height, bottom() - margin) + 3);
        const top = document.y;
        document.fillColor(ink.soft).text(term, margin, top, { width: width * 0.3 });
        document.fillColor(ink.text).text(shown, margin + width * 0.32, top, { width: width * 0.68 });
        document.y = Math.max(document.y, top + height) + 3;
      }
      document.moveDown(0.4);
    },
    table: (columns, rows) => table(document, width, bottom, columns, rows),
    picture(image, wide, high) {
      need(high);
      document.image(image, margin, document.y, { fit: [wide, high] });
      document.y += high;
    },
    space(points) {
      document.y += points;
    },
    newPage() {
      document.addPage();
    },
  };
}

function table(
  document: PDFKit.PDFDocument,
  width: number,
  bottom: () => number,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): void {
  const shares = columns.reduce((sum, one) => sum + one.share, 0);
  const wide = (column: Column) => (column.share / shares) * width - 8;
  const most = bottom() - margin - 60;

  const heightOf = (cells: readonly string[]) =>
    Math.min(
      most,
      Math.max(...columns.map((one, at) => document.heightOfString(cells[at] || ' ', { width: wide(one) }))),
    );
  const put = (cells: readonly string[], height: number) => {
    const top = document.y + 3;
    let left = margin;
    for (const [at, column] of columns.entries()) {
      const options = {
        width: wide(column),
        height: height + 1,
        ellipsis: true,
        align: column.align ?? 'left',
      } as const;
      document.text(cells[at] ?? '', left, top, options);
      left += wide(column) + 8;
    }
    document.y = top + height + 3;
    document
      .moveTo(margin, document.y)
      .lineTo(margin + width, document.y)
      .lineWidth(0.5)
      .stroke(ink.line);
  };
  const head = () => {
    const titles = columns.map((one) => one.title);
    document.font('bold').fontSize(8.5).fillColor(ink.soft);
    put(titles, heightOf(titles));
    document.font('plain').fontSize(8.5).fillColor(ink.text);
  };

  document.fontSize(8.5);
  if (document.y + 60 > bottom()) document.addPage();
  head();
  for (const cells of rows) {
    const height = heightOf(cells);
    if (document.y + height + 6 > bottom()) {
      document.addPage();
      head();
    }
    put(cells, height);
  }
  document.font('plain').fontSize(9.5).fillColor(ink.text);
  document.x = margin;
  document.moveDown(0.6);
}

/** Header, footer and number on every page, once it is known how many there are. */
function frame(document: PDFKit.PDFDocument, { header, footer, language }: Options): void {
  const { start, count } = document.bufferedPageRange();
  for (let at = start; at < start + count; at += 1) {
    document.switchToPage(at);
    const { page } = document;
    const width = page.width - 2 * margin;
    // Below the bottom margin pdfkit would begin a new page.
    page.margins.bottom = 0;
    const number = language === 'vi' ? `Trang ${at + 1}/${count}` : `Page ${at + 1} of ${count}`;
    const cut = { lineBreak: false, ellipsis: true } as const;
    document.font('plain').fontSize(8).fillColor(ink.soft);
    document.text(header, margin, 36, { ...cut, width });
    document
      .moveTo(margin, 52)
      .lineTo(margin + width, 52)
      .lineWidth(0.5)
      .stroke(ink.line);
    document.text(footer, margin, page.height - 42, { ...cut, width: width - 90 });
    document.text(number, margin + width - 80, page.height - 42, { ...cut, width: 80, align: 'right' });
  }
}
