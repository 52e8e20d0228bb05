export type Xml = { name: string; attributes: Record<string, string>; text: string; children: Xml[] };

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#13': '\r' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 knows no others (§2.2)
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/u;
const token = /<(\/?)([A-Za-z_][\w.-]*)((?:\s+[A-Za-z_][\w.-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/y;

/** Reads a document of elements, attributes and text, as strictly as XML 1.0 asks; throws where it is not well-formed. */
export function readXml(document: string): Xml {
  const start = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(document)?.[0].length;
  if (start === undefined) throw new Error('There is no XML declaration.');
  if (forbidden.test(document)) throw new Error('There is a character that XML does not know.');
  const root: Xml = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  token.lastIndex = start;
  while (token.lastIndex < document.length) {
    const at = token.lastIndex;
    const found = token.exec(document);
    const top = open.at(-1);
    if (!found || !top) throw new Error(`Not well-formed at ${at}: ${document.slice(at, at + 40)}`);
    const [, closing, name = '', attributes = '', empty, text] = found;
    if (text !== undefined) top.text += unescaped(text);
    else if (closing) {
      if (top.name !== name) throw new Error(`</${name}> closes <${top.name}>.`);
      open.pop();
    } else {
      const element: Xml = { name, attributes: {}, text: '', children: [] };
      for (const [, key = '', value = ''] of attributes.matchAll(/([\w.-]+)="([^"]*)"/g)) {
        if (key in element.attributes) throw new Error(`The attribute ${key} is there twice.`);
        element.attributes[key] = unescaped(value);
      }
      top.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [only, ...more] = root.children;
  if (open.length !== 1 || !only || more.length > 0 || root.text.trim() !== '')
    throw new Error('There is no one root.');
  return only;
}

function unescaped(text: string): string {
  if (text.includes(']]>')) throw new Error('“]]>” stands in a text.');
  return text.replace(/&([^;]{0,8};?)/g, (whole, inner: string) => {
    const value = inner.endsWith(';') ? entities[inner.slice(0, -1)] : undefined;
    if (value === undefined) throw new Error(`${whole} is no entity.`);
    return value;
  });
}

/** The text of the element at a path of names, e.g. `totals/inWords/vi`. */
export function textAt(root: Xml, path: string): string | undefined {
  let here: Xml | undefined = root;
  for (const name of path.split('/')) here = here?.children.find((one) => one.name === name);
  return here?.text;
}
