import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Request, type Response, Router } from 'express';
import { catalogueQuery, discoveryOperations } from '../../contracts/discovery.js';
import { Problem } from '../../contracts/problems.js';
import { browse } from '../discovery/search.js';
import { organisationRefs } from '../identity/organisations.js';
import type { Kernel } from '../kernel/kernel.js';
import { crawlerFiles } from './crawlers.js';
import { croissantOf } from './croissant.js';
import { catalogOf, dcatOf } from './dcat.js';
import { readPublished } from './facts.js';
import { cataloguePage, datasetPage } from './pages.js';
import { jsonLd, type Node, turtle } from './rdf.js';

/** Datasets on one page of the catalogue for machines. */
const perPage = 50;
const types = { ttl: 'text/turtle; charset=utf-8', jsonld: 'application/ld+json; charset=utf-8' } as const;
type Kind = keyof typeof types;

/** The catalogue for machines (DCAT-AP, Croissant) and its pages for crawlers; reads only, for anybody. */
export function publishedSite({ db, settings }: Kernel, folder: string): Router {
  const router = Router();
  const site = settings.publicUrl;
  const send = (res: Response, kind: Kind, nodes: readonly Node[]) => {
    res.set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-cache' }).type(types[kind]);
    res.send(kind === 'ttl' ? turtle(nodes) : JSON.stringify(jsonLd(nodes)));
  };

  router.use(crawlerFiles(db, site));
  router.get(/^\/catalog\.(ttl|jsonld)$/, async (req, res) => {
    const as = match(req)[0] as Kind;
    const { ids, total, next } = await catalogPage(req);
    const datasets = await Promise.all(ids.map((id) => readPublished(db.read, id, site)));
    const here = `${site}${req.originalUrl}`;
    send(res, as, catalogOf({ site, as, operator: await operator(), total, here, next: next(as), datasets }));
  });
  router.get(/^\/datasets\/(ds_[0-9a-z]{26})\.(ttl|jsonld)$/, async (req, res) => {
    const [id = '', as] = match(req);
    send(res, as as Kind, dcatOf(await readPublished(db.read, id, site)));
  });
  router.get(/^\/datasets\/(ds_[0-9a-z]{26})\/croissant\.json$/, async (req, res) => {
    res.set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-cache' }).type('application/ld+json');
    res.send(JSON.stringify(croissantOf(await readPublished(db.read, match(req)[0] ?? '', site))));
  });

  const wantsPage = (req: Request) => req.accepts(['html', 'json', 'text/turtle', 'application/ld+json']);
  router.get(/^\/datasets\/(ds_[0-9a-z]{26})$/, async (req, res, next) => {
    const id = match(req)[0] ?? '';
    const wanted = req.get('Accept') === undefined ? 'html' : wantsPage(req);
    if (wanted === 'text/turtle' || wanted === 'application/ld+json') {
      res.vary('Accept').redirect(303, `/datasets/${id}.${wanted === 'text/turtle' ? 'ttl' : 'jsonld'}`);
      return;
    }
    const page = wanted === 'html' ? template(folder) : null;
    if (page === null) return next();
    const published = await readPublished(db.read, id, site).catch(missing);
    // A draft's own people see it in the client; for everybody else it says that nothing is there.
    if (published === null) return next();
    const described = `<${site}/datasets/${id}.ttl>; rel="describedby"; type="text/turtle"`;
    res.set({ 'Cache-Control': 'no-cache', Link: described }).type('html');
    res.send(datasetPage(page, published, languageOf(req)));
  });
  router.get('/', async (req, res, next) => {
    const page = req.accepts(['html', 'json']) === 'html' ? template(folder) : null;
    const query = discoveryOperations.browseDatasets.query.safeParse(picked(req.query));
    if (page === null || !query.success) return next();
    const found = await browse(db.read, query.data).catch(missing);
    if (found === null) return next();
    const search = new URLSearchParams(picked(req.query));
    const language = languageOf(req);
    const shown = search.toString();
    if (found.nextCursor) search.set('cursor', found.nextCursor);
    if (language === 'en') search.set('lang', 'en');
    const onward = found.nextCursor ? `/?${search}` : null;
    res.set('Cache-Control', 'no-cache').type('html');
    res.send(cataloguePage(page, { site, items: found.items, next: onward, language, search: shown }));
  });
  return router;

  async function catalogPage(req: Request) {
    const { after = '', modified_since: since = '' } = req.query as Record<string, string>;
    if ((after !== '' && !/^ds_[0-9a-z]{26}$/.test(after)) || (since !== '' && Number.isNaN(Date.parse(since)))) {
      throw new Problem('invalid-input', {
        vi: 'Tham số trang không hợp lệ.',
        en: 'The page’s parameters are not valid.',
      });
    }
    const floor = since === '' ? new Date(0) : new Date(since);
    const rows: { id: string }[] = await db.read.query(
      `select l.dataset_id as id from listing_search l join datasets d on d.id = l.dataset_id
        where l.dataset_id > $1 and d.updated_at >= $2 order by l.dataset_id limit ${perPage + 1}`,
      [after, floor],
    );
    const [count] = (await db.read.query(
      `select coalesce((select n from listing_facets where facet = ''), (select count(*) from listing_search))::int as n`,
    )) as { n: number }[];
    const ids = rows.slice(0, perPage).map((one) => one.id);
    const rest = new URLSearchParams({ after: ids.at(-1) ?? '', ...(since === '' ? {} : { modified_since: since }) });
    const next = (as: Kind) => (rows.length > perPage ? `${site}/catalog.${as}?${rest}` : null);
    return { ids, total: count?.n ?? 0, next };
  }

  async function operator() {
    const [row] = (await db.read.query(
      `select id from organisations where 'operator' = any (capabilities) and state = 'verified' order by id limit 1`,
    )) as { id: string }[];
    return row ? ((await organisationRefs(db.read, [row.id])).get(row.id) ?? null) : null;
  }
}

const match = (req: Request) => Object.values(req.params as Record<string, string>);

/** The client's page as it was built; null where it was not. */
function template(folder: string): string | null {
  const path = join(folder, 'index.html');
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

const languageOf = (req: Request) => (req.query.lang === 'en' ? 'en' : 'vi');

/** What the catalogue's address may carry; everything else is not the server's. */
function picked(query: object): Record<string, string> {
  const names = [...Object.keys(catalogueQuery.shape), 'sort', 'cursor'];
  const given = query as Record<string, unknown>;
  return Object.fromEntries(names.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]]] : [])));
}

/** What is not there, or not asked rightly, is the client's to say. */
function missing(error: unknown): null {
  if (error instanceof Problem && error.status < 500) return null;
  throw error;
}
