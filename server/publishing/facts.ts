import type { DatasetView, FileView } from '../../contracts/catalogue.js';
import type { OfferView } from '../../contracts/licensing.js';
import { readDataset } from '../catalogue/policy.js';
import { datasetView } from '../catalogue/views.js';
import { markingOf } from '../fingerprint/terms.js';
import { anonymous } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { Offers } from '../licensing/tables.js';

export type PublishedOffer = { licence: OfferView['licence']['id']; priceVnd: number };

/** What everybody may know of a listed dataset, and where the exchange stands. */
export type Published = {
  dataset: DatasetView;
  offers: readonly PublishedOffer[];
  /** Its files may be had by everybody without an account. */
  open: boolean;
  /** The exchange's own address, e.g. `https://exchange.example`. */
  site: string;
};

/** A listed dataset as the world sees it; throws 404 for what is not listed. */
export async function readPublished(tx: Tx, id: string, site: string): Promise<Published> {
  const dataset = await datasetView(tx, await readDataset(tx, anonymous, id), anonymous);
  // A private offer is for those it names, not for the world.
  const rows = (await tx.findBy(Offers, { datasetId: id, state: 'open' })).filter((one) => one.visibleTo.length === 0);
  const offers = rows.map(({ licence, priceVnd }) => ({ licence, priceVnd }) as PublishedOffer);
  return { dataset, offers, open: isOpen(offers) && (await markingOf(tx, id)) === null, site };
}

/** Open data: an open offer under the open licence, without a price. Pure. */
export function isOpen(offers: readonly PublishedOffer[]): boolean {
  return offers.some((one) => one.licence === 'open' && one.priceVnd === 0);
}

export const addressOf = ({ site, dataset }: Published) => `${site}/datasets/${dataset.id}`;
export const fileAddress = ({ site }: Published, file: Pick<FileView, 'id'>) => `${site}/api/v1/open-files/${file.id}`;
export const licenceAddress = (site: string, licence: string) => `${site}/api/v1/licences/${licence}`;

export const mediaTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  geojson: 'application/geo+json',
};

export const mediaTypeOf = (format: string) => mediaTypes[format] ?? 'application/octet-stream';
