import { Router } from 'express';
import type { Database } from '../kernel/database.js';
import { escapeHtml } from './html.js';

/** Addresses in one file of the site map; the protocol allows fifty thousand. */
const perFile = 10_000;

/** `robots.txt`, and the site map: an index, and files of datasets by their ids. */
export function crawlerFiles(db: Database, site: string): Router {
  const router = Router();
  router.get('/robots.txt', (_req, res) => {
    res
      .type('text/plain; charset=utf-8')
      .send(
        `User-agent: *\nAllow: /\nDisallow: /api/\nDisallow: /sandbox/\nAllow: /api/v1/open-files/\n\nSitemap: ${site}/sitemap.xml\n`,
      );
  });
  router.get('/sitemap.xml', async (_req, res) => {
    const rows: { id: string }[] = await db.read.query(
      `select id from (select dataset_id as id, row_number() over (order by dataset_id) as n from listing_search) one
        where n % ${perFile} = 1 order by id`,
    );
    const files = rows.map(({ id }) => `<sitemap><loc>${escapeHtml(`${site}/sitemap-${id}.xml`)}</loc></sitemap>`);
    res.type('application/xml').send(xml('sitemapindex', files));
  });
  router.get(/^\/sitemap-(ds_[0-9a-z]{26})\.xml$/, async (req, res) => {
    const rows: { id: string; day: string }[] = await db.read.query(
      `select l.dataset_id as id, to_char(d.updated_at, 'YYYY-MM-DD') as day from listing_search l
         join datasets d on d.id = l.dataset_id where l.dataset_id >= $1 order by l.dataset_id limit ${perFile}`,
      [Object.values(req.params)[0]],
    );
    const entries = rows.map(
      ({ id, day }) => `<url><loc>${escapeHtml(`${site}/datasets/${id}`)}</loc><lastmod>${day}</lastmod></url>`,
    );
    res.type('application/xml').send(xml('urlset', entries));
  });
  return router;
}

function xml(root: string, entries: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</${root}>\n`;
}
