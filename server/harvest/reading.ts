import { fold } from '../../contracts/fold.js';

/** What is taken over of one record of a portal. */
export type Read = {
  sourceId: string;
  identity: string;
  title: string;
  description: string;
  publisher: string | null;
  licence: string | null;
  landingPage: string;
  formats: string[];
  keywords: string[];
  modifiedAt: string | null;
};

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (value === undefined || value === null ? [] : [value].flat());

/** A line of text at most so long, or null; what stands in tags is text here as well. */
function words(value: unknown, most: number): string | null {
  if (typeof value !== 'string') return null;
  const text = value
    .normalize('NFC')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  return text === '' ? null : text.slice(0, most);
}

/** Only an address of the web leads anywhere; anything else (javascript:, data:) is dropped. */
function webAddress(value: unknown): string | null {
  try {
    const url = new URL(String(value));
    return ['http:', 'https:'].includes(url.protocol) && url.username === '' ? url.href.slice(0, 1000) : null;
  } catch {
    return null;
  }
}

/**
 * What makes records of two portals the same: a DOI, else the page they lead to, else title and publisher. Written the
 * same however it was typed.
 */
export function identityOf(of: {
  doi: string | null;
  landingPage: string;
  own: boolean;
  title: string;
  publisher: string | null;
}) {
  if (of.doi) return `doi:${of.doi.toLowerCase()}`;
  if (!of.own) {
    const url = new URL(of.landingPage);
    return `url:${url.host.replace(/^www\./, '')}${url.pathname.replace(/\/+$/, '')}${url.search}`.toLowerCase();
  }
  return `name:${fold(of.title).replaceAll(/\W+/g, ' ').trim()}|${fold(of.publisher ?? '').trim()}`;
}

const doiIn = (values: readonly unknown[]) =>
  values
    .map((value) => /\b10\.\d{4,9}\/[^\s"<>]+/.exec(String(value ?? ''))?.[0] ?? null)
    .find((one) => one !== null) ?? null;

const isOwn = (landingPage: string, site: string) => new URL(landingPage).host === new URL(site).host;

/** Records in an answer of CKAN's `package_search`, and how many there are in all. Throws for what is no such answer. */
export function readCkan(answer: unknown, site: string): { total: number; records: Read[] } {
  const result = isObject(answer) && answer.success === true && isObject(answer.result) ? answer.result : null;
  if (!result || !Array.isArray(result.results))
    throw new Error('Đây không phải trả lời package_search của CKAN. / This is no answer of a CKAN package_search.');
  const records = result.results.filter(isObject).flatMap((one): Read[] => {
    const sourceId = words(one.id, 200);
    const title = words(one.title, 500) ?? words(one.name, 500);
    if (one.private === true || !sourceId || !title) return [];
    const publisher = isObject(one.organization) ? words(one.organization.title, 300) : words(one.author, 300);
    const extras = list(one.extras).filter(isObject);
    const extra = (key: string) => extras.find((entry) => entry.key === key)?.value;
    const page = webAddress(one.url) ?? webAddress(extra('landing_page'));
    const landingPage =
      page ?? new URL(`dataset/${encodeURIComponent(words(one.name, 200) ?? sourceId)}`, withSlash(site)).href;
    const resources = list(one.resources).filter(isObject);
    return [
      {
        ...{ sourceId, title, publisher, landingPage, description: words(one.notes, 5000) ?? '' },
        licence: words(one.license_title, 200) ?? words(one.license_id, 200),
        formats: formatsOf(resources.map((resource) => resource.format)),
        keywords: keywordsOf(list(one.tags).map((tag) => (isObject(tag) ? (tag.display_name ?? tag.name) : tag))),
        modifiedAt: dateOf(one.metadata_modified),
        identity: identityOf({
          ...{ landingPage, title, publisher, own: isOwn(landingPage, site) },
          doi: doiIn([extra('doi'), extra('identifier'), one.doi]),
        }),
      },
    ];
  });
  return { total: typeof result.count === 'number' ? result.count : records.length, records };
}

const withSlash = (url: string) => (url.endsWith('/') ? url : `${url}/`);
const formatsOf = (values: readonly unknown[]) =>
  [
    ...new Set(values.flatMap((value) => words(value, 300)?.toUpperCase().replace(/^.*\//, '').slice(0, 40) ?? [])),
  ].slice(0, 20);
const keywordsOf = (values: readonly unknown[]) =>
  [...new Set(values.flatMap((value) => words(value, 80) ?? []))].slice(0, 30);
const dateOf = (value: unknown) => {
  const moment = Date.parse(String(literal(value) ?? ''));
  return Number.isNaN(moment) ? null : new Date(moment).toISOString();
};

/** The last part of a name: `http://purl.org/dc/terms/title`, `dct:title` and `title` are all `title`. */
const local = (name: string) => name.replace(/^.*[/#:]/, '').toLowerCase();

/** The text of a JSON-LD value; of several languages Vietnamese before English before any. */
function literal(value: unknown): unknown {
  const values = list(value);
  const of = (language: string | null) =>
    values.find(
      (one) =>
        isObject(one) && '@value' in one && (language === null || String(one['@language'] ?? '').startsWith(language)),
    );
  const found = of('vi') ?? of('en') ?? of(null);
  if (isObject(found)) return found['@value'];
  const [first] = values;
  return isObject(first) ? (first['@id'] ?? first['@value']) : first;
}

/** Records in a DCAT catalogue in JSON-LD (compacted or not), and the address of its next page. Throws for what has none. */
export function readDcat(answer: unknown, site: string): { next: string | null; records: Read[] } {
  const nodes = new Map<string, Json>();
  const every: Json[] = [];
  collect(answer, nodes, every);
  if (every.length === 0) throw new Error('Đây không phải JSON-LD. / This is no JSON-LD.');
  const typed = (type: string) =>
    every.filter((node) => list(node['@type']).some((one) => local(String(one)) === type));
  const follow = (value: unknown): Json | null => {
    const [first] = list(value);
    if (!isObject(first)) return typeof first === 'string' ? (nodes.get(first) ?? null) : null;
    return nodes.get(String(first['@id'])) ?? first;
  };
  const get = (node: Json, name: string) => Object.entries(node).find(([key]) => local(key) === name)?.[1];
  const records = typed('dataset').flatMap((node): Read[] => {
    const title = words(literal(get(node, 'title')), 500);
    const page = webAddress(literal(get(node, 'landingpage'))) ?? webAddress(node['@id']);
    const sourceId = words(node['@id'], 500) ?? words(literal(get(node, 'identifier')), 500);
    if (!title || !page || !sourceId) return [];
    const agent = follow(get(node, 'publisher'));
    const publisher = agent ? words(literal(get(agent, 'name')), 300) : null;
    const distributions = list(get(node, 'distribution')).flatMap((one): Json[] => {
      const found = follow(one);
      return found ? [found] : [];
    });
    const licence = [node, ...distributions]
      .map((one) => words(literal(get(one, 'license')), 300))
      .find((one) => one !== null);
    return [
      {
        ...{ sourceId, title, publisher, landingPage: page, licence: licence ?? null },
        description: words(literal(get(node, 'description')), 5000) ?? '',
        formats: formatsOf(distributions.map((one) => literal(get(one, 'format') ?? get(one, 'mediatype')))),
        keywords: keywordsOf(list(get(node, 'keyword')).map((one) => literal(one))),
        modifiedAt: dateOf(get(node, 'modified')),
        identity: identityOf({
          ...{ landingPage: page, title, publisher, own: isOwn(page, site) },
          doi: doiIn([literal(get(node, 'identifier')), node['@id']]),
        }),
      },
    ];
  });
  const next = every.map((node) => webAddress(literal(get(node, 'next')))).find((one) => one !== null) ?? null;
  return { next, records };
}

/** Every node of a JSON-LD document, nested ones as well; one with an id by that id, with all that is said of it. */
function collect(value: unknown, nodes: Map<string, Json>, every: Json[], depth = 0): void {
  if (depth > 12) return;
  if (Array.isArray(value)) for (const one of value) collect(one, nodes, every, depth + 1);
  if (!isObject(value) || '@value' in value) return;
  const { '@id': id, '@context': _context, ...said } = value;
  if (Object.keys(said).length > 0) {
    every.push(value);
    if (typeof id === 'string') nodes.set(id, { ...nodes.get(id), ...value });
  }
  for (const one of Object.values(said)) if (typeof one === 'object') collect(one, nodes, every, depth + 1);
}
