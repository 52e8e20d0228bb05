import { inflateSync } from 'node:zlib';

/** The text of a PDF as pdfkit writes it: its streams inflated, glyphs of embedded fonts read through their ToUnicode maps. */
export function pdfText(pdf: Buffer): string {
  const objects = new Map<string, string>();
  for (const found of pdf.toString('latin1').matchAll(/\n(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    objects.set(found[1] ?? '', found[2] ?? '');
  }
  const fonts = new Map<string, Map<string, string> | null>();
  for (const body of objects.values()) {
    for (const [, name = '', id = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1];
      fonts.set(name, map ? glyphs(streamOf(objects.get(map) ?? '')) : null);
    }
  }
  const pages = [...objects.values()].flatMap((body) => /\/Contents (\d+) 0 R/.exec(body)?.[1] ?? []);
  return pages.map((id) => textOf(streamOf(objects.get(id) ?? ''), fonts)).join('\n');
}

function streamOf(body: string): string {
  const found = /stream\n([\s\S]*)\nendstream/.exec(body)?.[1] ?? '';
  return inflateSync(Buffer.from(found, 'latin1')).toString('latin1');
}

/** Glyph → text, from the ranges of a CMap: `<0000> <00ff> [<0041> <0042> …]`. */
function glyphs(cmap: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const [, from = '', list = ''] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)) {
    for (const [index, code] of (list.match(/<[^>]*>/g) ?? []).entries()) {
      const glyph = (Number.parseInt(from, 16) + index).toString(16).padStart(4, '0');
      map.set(
        glyph,
        Buffer.from(code.replaceAll(/[<>\s]/g, ''), 'hex')
          .swap16()
          .toString('utf16le'),
      );
    }
  }
  return map;
}

function textOf(content: string, fonts: ReadonlyMap<string, Map<string, string> | null>): string {
  let font: Map<string, string> | null = null;
  const lines: string[] = [];
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = fonts.get(name) ?? null;
    const hex = (shown?.match(/<[0-9a-f]*>/g) ?? []).map((part) => part.slice(1, -1)).join('');
    const map: Map<string, string> | null = font;
    if (shown === undefined) continue;
    lines.push(
      map
        ? (hex.match(/.{4}/g) ?? []).map((glyph) => map.get(glyph) ?? '?').join('')
        : Buffer.from(hex, 'hex').toString('latin1'),
    );
  }
  return lines.join('\n');
}
