import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { DatasetView } from '../contracts/catalogue.js';
import type { OfferView } from '../contracts/licensing.js';
import { projectRoot } from '../server/config.js';
import type { Person } from './person.js';
import type { World } from './world.js';

/** A real file of real data. */
export const weather = join(projectRoot, 'node_modules/vega-datasets/data/seattle-weather.csv');

export const page = {
  titleVi: 'Thời tiết Seattle theo ngày 2012–2015',
  titleEn: 'Daily weather in Seattle, 2012–2015',
  descriptionVi: 'Lượng mưa, nhiệt độ cao nhất, thấp nhất và tốc độ gió theo ngày tại Seattle trong bốn năm.',
  descriptionEn: 'Precipitation, highest and lowest temperature and wind speed of each day in Seattle over four years.',
  sector: 'environment' as const,
  keywords: ['thời tiết', 'lượng mưa'],
  coverageFrom: '2012-01-01',
  coverageTo: '2015-12-31',
  coverageArea: 'Seattle, Hoa Kỳ',
  updateFrequency: 'once' as const,
  provenanceBasis: 'public_source' as const,
  provenance: 'Trích từ dữ liệu khí hậu công khai của NOAA, được nhóm Vega biên tập.',
  sourceUrl: 'https://www.ncdc.noaa.gov/cdo-web/datatools/records',
  credit: 'NOAA, Vega project',
  limitations: 'Chỉ một trạm đo; không có số liệu theo giờ; loại thời tiết là nhãn suy ra.',
};

type Terms = {
  priceVnd?: number;
  months?: number | null;
  licence?: OfferView['licence']['id'];
  autoApprove?: ['research'];
};

/** A draft with one profiled revision and one open offer. */
export async function preparedDataset(
  world: World,
  provider: Person,
  terms: Terms = {},
  file = weather,
): Promise<{ dataset: DatasetView; offer: OfferView; revisionId: string }> {
  const dataset = await provider.call('createDataset', { body: page });
  const revision = await provider.call('openRevision', { params: { id: dataset.id } });
  const upload = await provider.agent.post(`/api/v1/revisions/${revision.id}/files`).attach('file', file);
  assert.equal(upload.status, 201, upload.text);
  await provider.call('transitionRevision', { params: { id: revision.id }, body: { action: 'finalise' } });
  await world.settle();
  const offer = await provider.call('makeOffer', {
    params: { id: dataset.id },
    body: {
      licence: terms.licence ?? 'research-only',
      priceVnd: terms.priceVnd ?? 0,
      months: terms.months === undefined ? 12 : terms.months,
      autoApprovePurposes: terms.autoApprove ?? [],
    },
  });
  return { dataset, offer, revisionId: revision.id };
}

/** The same, submitted by its provider and listed by an operator. */
export async function listedDataset(
  world: World,
  provider: Person,
  terms: Terms = {},
  file = weather,
): Promise<{ dataset: DatasetView; offer: OfferView }> {
  const { dataset, offer } = await preparedDataset(world, provider, terms, file);
  const params = { id: dataset.id };
  await provider.call('transitionDataset', { params, body: { action: 'submit' } });
  await world.settle();
  const operator = await world.organisation('operator');
  const listed = await operator.call('transitionDataset', { params, body: { action: 'approve' } });
  return { dataset: listed, offer };
}

/** Request, approval, signature: gives the order that is placed. */
export async function purchase(provider: Person, buyer: Person, offerId: string) {
  const request = await buyer.call('submitRequest', {
    body: {
      offerId,
      purpose: 'research',
      statement: 'So sánh mùa mưa giữa các thành phố ven biển trong luận văn cao học.',
      project: 'Mùa mưa ven biển',
    },
  });
  if (request.state === 'submitted') {
    await provider.call('transitionRequest', { params: { id: request.id }, body: { action: 'approve' } });
  }
  const { agreementId } = await buyer.call('getRequest', { params: { id: request.id } });
  assert.ok(agreementId);
  const { sha256 } = await buyer.call('getAgreement', { params: { id: agreementId } });
  const signed = await buyer.call('signAgreement', { params: { id: agreementId }, body: { sha256, accept: true } });
  assert.ok(signed.orderId);
  return { requestId: request.id, agreementId, orderId: signed.orderId };
}

export const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  insufficient: '4000000000009995',
  secure: '4000002500003155',
};

/** Pays at the hosted checkout as a person would, by its form; gives the answer's status. */
export async function pay(world: World, buyer: Person, orderId: string, card = cards.good): Promise<number> {
  const { url } = await buyer.call('startCheckout', { params: { id: orderId } });
  return await payAt(url.replace(world.context.kernel.settings.publicUrl, world.url), card);
}

export async function payAt(url: string, card: string): Promise<number> {
  const form = new URLSearchParams({
    card_number: card,
    exp_month: '12',
    exp_year: '2034',
    cvc: '123',
    name: 'Nguoi mua',
  });
  const reply = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  await reply.arrayBuffer();
  return reply.status;
}
