import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { create as drawQr } from 'qrcode';
import { projectRoot } from './project.js';

export type Paper = PDFKit.PDFDocument;

const fonts = join(projectRoot, 'node_modules', '@expo-google-fonts', 'be-vietnam-pro');
const weights = { text: '400Regular', medium: '500Medium', bold: '600SemiBold' } as const;
export const ink = { plain: '#1a1f1d', faint: '#6b7370', line: '#dedacf', accent: '#0f5f57', warn: '#8a5300' } as const;

/** An A4 document in the exchange’s type. The same content and `createdAt` give the same bytes. */
export function openPaper({
  title,
  createdAt,
  margin = 48,
}: {
  title: string;
  createdAt: Date;
  margin?: number;
}): Paper {
  const paper = new PDFDocument({
    size: 'A4',
    margin,
    lang: 'vi-VN',
    displayTitle: true,
    // The file’s id is made of these: a moment of its own would change it with every rendering.
    info: { Title: title, Producer: 'Datasan', Creator: 'Datasan', CreationDate: createdAt, ModDate: createdAt },
  });
  for (const [name, weight] of Object.entries(weights)) {
    paper.registerFont(name, join(fonts, weight, `BeVietnamPro_${weight}.ttf`));
  }
  return paper.font('text').fillColor(ink.plain);
}

/** Ends the document and gives its bytes. */
export async function bytesOf(paper: Paper): Promise<Buffer> {
  const parts: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    paper.on('data', (part: Buffer) => parts.push(part));
    paper.on('end', () => resolve());
    paper.on('error', reject);
  });
  paper.end();
  await ended;
  return Buffer.concat(parts);
}

/** A QR code of `text` as one path, `size` points wide. */
export function placeQr(paper: Paper, text: string, x: number, y: number, size: number): void {
  const { modules } = drawQr(text, { errorCorrectionLevel: 'M' });
  const dot = size / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) paper.rect(x + column * dot, y + row * dot, dot, dot);
    }
  }
  paper.fill('#000000').fillColor(ink.plain);
}
