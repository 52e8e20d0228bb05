/** What a citation names: one exact revision of a dataset. */
export type Cited = {
  title: string;
  provider: string;
  exchange: string;
  /** ISO moment of publication. */
  publishedAt: string;
  revision: { id: string; number: number };
  url: string;
  /** SHA-256 of the revision's files, in their order; names the exact bytes. */
  sha256: readonly string[];
};

const year = (moment: string) => new Date(Date.parse(moment) + 7 * 3_600_000).getUTCFullYear();

/** APA, 7th edition: `Provider. (2026). Title (Revision 3) [Data set]. Exchange. https://…` */
export function citeApa({ title, provider, exchange, publishedAt, revision, url }: Cited): string {
  return `${provider}. (${year(publishedAt)}). ${title} (Revision ${revision.number}; ${revision.id}) [Data set]. ${exchange}. ${url}`;
}

/** A `@dataset` entry of BibLaTeX, which BibTeX reads as `@misc`; what is special to TeX is escaped. */
export function citeBibtex(cited: Cited): string {
  const { title, provider, exchange, publishedAt, revision, url, sha256 } = cited;
  const fields: [string, string][] = [
    ['author', `{${tex(provider)}}`],
    ['title', `{${tex(title)}}`],
    ['year', String(year(publishedAt))],
    ['version', `${revision.number}`],
    ['publisher', tex(exchange)],
    ['url', url],
    ['note', tex(`${revision.id}; SHA-256 ${sha256.map((hash) => hash.slice(0, 16)).join(', ')}`)],
  ];
  return `@misc{${revision.id},\n${fields.map(([name, value]) => `  ${name} = {${value}}`).join(',\n')}\n}`;
}

function tex(text: string): string {
  return text
    .replaceAll('\\', '\u0000')
    .replaceAll(/[{}&%$#_]/g, (sign) => `\\${sign}`)
    .replaceAll('~', '\\textasciitilde{}')
    .replaceAll('^', '\\textasciicircum{}')
    .replaceAll('\u0000', '\\textbackslash{}');
}
