/** Text inside HTML, also inside an attribute between double quotes. Pure. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** JSON inside a script element: nothing in it can end the element or begin another. Pure. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

export type Head = {
  language: 'vi' | 'en';
  title: string;
  description: string;
  canonical: string;
  /** The page in each language. */
  languages: { vi: string; en: string };
  alternates: readonly { href: string; type: string }[];
  data: object | null;
};

/** The client's page with a head for crawlers and content that reads without JavaScript; the client then takes over. Pure. */
export function filled(page: string, head: Head, body: string): string {
  const link = (rel: string, href: string, more = '') => `<link rel="${rel}" href="${escapeHtml(href)}"${more}>`;
  const tags = [
    `<meta name="description" content="${escapeHtml(head.description.slice(0, 300))}">`,
    `<meta property="og:title" content="${escapeHtml(head.title)}">`,
    link('canonical', head.canonical),
    link('alternate', head.languages.vi, ' hreflang="vi"'),
    link('alternate', head.languages.en, ' hreflang="en"'),
    link('alternate', head.languages.vi, ' hreflang="x-default"'),
    ...head.alternates.map((one) => link('alternate', one.href, ` type="${escapeHtml(one.type)}"`)),
    ...(head.data ? [`<script type="application/ld+json">${scriptJson(head.data)}</script>`] : []),
  ].join('\n    ');
  const title = `<title>${escapeHtml(head.title)} – Datasan</title>`;
  return page
    .replace(/<html lang="\w+"/, () => `<html lang="${head.language}"`)
    .replace(/<title>[^<]*<\/title>/, () => `${title}\n    ${tags}`)
    .replace('<div id="root"></div>', () => `<div id="root">${body}</div>`);
}
