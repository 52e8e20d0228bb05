import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DatasetView } from '../contracts/catalogue.js';
import type { Terms as AgreedTerms } from '../contracts/licences/terms.js';
import type { OfferView } from '../contracts/licensing.js';
import type { ProblemBody } from '../contracts/problems.js';
import { checkItemCodes } from '../contracts/scheme/participants.js';
import { type VatClass, vatAt } from '../contracts/scheme/vat.js';
import { projectRoot } from '../server/kernel/project.js';
import type { Person } from './person.js';
import { password, type Stage } from './world.js';

/** A real file of real data. */
export const weather = join(projectRoot, 'node_modules/vega-datasets/data/seattle-weather.csv');

/** Its name in a delivery. */
export const delivered = 'data/seattle-weather.csv';

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
  provinces: [],
  granularity: 'Một ngày tại một trạm',
  productKind: 'original_data' as const,
  activity: 'collect' as const,
  valueAdded: null,
  sharingClass: 'not_state' as const,
  importanceClass: 'other' as const,
  stateSource: null,
  disclosed: true,
  subjectsBasic: null,
  subjectsSensitive: null,
  quasiIdentifiers: [],
  updateFrequency: 'once' as const,
  provenanceBasis: 'public_source' as const,
  provenance: 'Trích từ dữ liệu khí hậu công khai của NOAA, được nhóm Vega biên tập.',
  sourceUrl: 'https://www.ncdc.noaa.gov/cdo-web/datatools/records',
  credit: 'NOAA, Vega project',
  limitations: 'Chỉ một trạm đo; không có số liệu theo giờ; loại thời tiết là nhãn suy ra.',
  quality: {
    accuracy: 'Theo máy đo của trạm, NOAA kiểm tra trước khi công bố.',
    completeness: '1.461 dòng cho 1.461 ngày, không ô trống.',
    currency: 'Kết thúc ngày 31/12/2015, không cập nhật nữa.',
    consistency: 'Một đơn vị cho mỗi cột trong cả kỳ.',
    method: 'Đếm trên toàn bộ tệp',
    measuredAt: '2026-11-02',
  },
  personalOrigin: 'none' as const,
  deidentification: null,
  declarations: ['harmless' as const, 'consented' as const, 'unbarred' as const],
};

type Terms = {
  priceVnd?: number;
  /** Without it 10 %, which no date changes. */
  vatClass?: VatClass;
  months?: number | null;
  licence?: OfferView['licence']['id'];
  autoApprove?: ['research'];
  breakingNoticeDays?: number;
};

/** A draft with one profiled revision and one open offer. */
export async function preparedDataset(
  world: Stage,
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
      vatClass: terms.vatClass ?? '10',
      months: terms.months === undefined ? 12 : terms.months,
      autoApprovePurposes: terms.autoApprove ?? [],
      breakingNoticeDays: terms.breakingNoticeDays ?? 30,
    },
  });
  return { dataset, offer, revisionId: revision.id };
}

/** The same, submitted by its provider and listed by an operator. */
export async function listedDataset(
  world: Stage,
  provider: Person,
  terms: Terms = {},
  file = weather,
): Promise<{ dataset: DatasetView; offer: OfferView }> {
  const { dataset, offer } = await preparedDataset(world, provider, terms, file);
  const params = { id: dataset.id };
  await provider.call('transitionDataset', { params, body: { action: 'submit' } });
  await world.settle();
  const operator = await world.organisation('operator');
  const listed = await operator.call('transitionDataset', { params, body: { action: 'approve', reason: 'Đủ hồ sơ.' } });
  return { dataset: listed, offer };
}

/** A further revision of a listed dataset, published by an operator. */
export async function publishedRevision(
  world: Stage,
  provider: Person,
  operator: Person,
  datasetId: string,
  file: string,
  noticeDays = 0,
): Promise<void> {
  const { id } = await provider.call('openRevision', { params: { id: datasetId } });
  const upload = await provider.agent.post(`/api/v1/revisions/${id}/files`).attach('file', file);
  assert.equal(upload.status, 201, upload.text);
  await provider.call('transitionRevision', { params: { id }, body: { action: 'finalise' } });
  await world.settle();
  if (noticeDays > 0) {
    const earlier = 'update revisions set state_since = state_since - make_interval(days => $2) where id = $1';
    await world.sql(earlier, [id, noticeDays]);
  }
  await operator.call('transitionRevision', { params: { id }, body: { action: 'publish' } });
}

/** Every item of a participant's checklist is met, so that it can be verified. */
export async function checked(operator: Person, organisationId: string): Promise<void> {
  for (const item of checkItemCodes) {
    const params = { id: organisationId, item };
    await operator.call('setParticipantCheck', { params, body: { result: 'met' } });
  }
}

/** What a buyer pays for an offer of the stories: the price and 10 % VAT. */
export const withVat = (priceVnd: number) => priceVnd + vatAt(priceVnd, 10);

/** What a buyer writes to ask for access. */
export const request = {
  purpose: 'research' as const,
  statement: 'So sánh mùa mưa giữa các thành phố ven biển trong luận văn cao học.',
  project: 'Mùa mưa ven biển',
};

/** What a signature sends: the hash that was seen, and the password asked again. */
export const signing = (sha256: string) => ({ sha256, accept: true as const, password });

/** What the one side sends to accept and sign the terms that stand. */
export async function accepting(who: Person, id: string) {
  const { rounds } = await who.call('getRequest', { params: { id } });
  return { params: { id }, body: signing(rounds.at(-1)?.sha256 ?? '') };
}

/** The provider (or whose word it is) accepts and signs the terms that stand. */
export async function approve(provider: Person, id: string): Promise<void> {
  await provider.call('acceptTerms', await accepting(provider, id));
}

/** Request, approval: gives the agreement that waits for the buyer's signature. */
export async function proposal(provider: Person, buyer: Person, offerId: string) {
  const { id: requestId } = await buyer.call('submitRequest', { body: { offerId, ...request } });
  await approve(provider, requestId);
  const { agreementId } = await buyer.call('getRequest', { params: { id: requestId } });
  assert.ok(agreementId);
  const { sha256 } = await buyer.call('getAgreement', { params: { id: agreementId } });
  return { requestId, agreementId, sha256 };
}

/** Proposes other terms than those that stand. */
export async function counter(who: Person, id: string, change: (terms: AgreedTerms) => AgreedTerms, note?: string) {
  const { rounds } = await who.call('getRequest', { params: { id } });
  const standing = rounds.at(-1);
  assert.ok(standing);
  const { sha256, terms } = standing;
  const body = { seen: sha256, terms: change(structuredClone(terms)), ...(note === undefined ? {} : { note }) };
  return await who.call('proposeRound', { params: { id }, body });
}

/** Request, a counter-offer of the buyer, one of the provider, both signatures, payment, delivery. */
export async function negotiatedOrder(world: Stage, provider: Person, buyer: Person, offer: OfferView) {
  const { id } = await buyer.call('submitRequest', { body: { offerId: offer.id, ...request } });
  const priced = (part: number) => (terms: AgreedTerms) => ({ ...terms, priceVnd: Math.round(offer.priceVnd * part) });
  await counter(buyer, id, priced(0.5));
  await counter(provider, id, priced(0.8));
  await approve(buyer, id);
  const { agreementId } = await provider.call('getRequest', { params: { id } });
  assert.ok(agreementId);
  const params = { id: agreementId };
  const { sha256 } = await provider.call('getAgreement', { params });
  const { orderId } = await provider.call('signAgreement', { params, body: signing(sha256) });
  assert.ok(orderId);
  assert.equal(await pay(world, buyer, orderId), 303);
  await world.settle();
  const { entitlementId } = await buyer.call('getDelivery', { params: { id: orderId } });
  assert.ok(entitlementId);
  return { requestId: id, agreementId, orderId, entitlementId };
}

/** Request, approval, signature: gives the order that is placed. */
export async function purchase(provider: Person, buyer: Person, offerId: string) {
  const asked = await buyer.call('submitRequest', { body: { offerId, ...request } });
  if (asked.state === 'submitted') {
    await approve(provider, asked.id);
  }
  const { agreementId } = await buyer.call('getRequest', { params: { id: asked.id } });
  assert.ok(agreementId);
  const { sha256 } = await buyer.call('getAgreement', { params: { id: agreementId } });
  const signed = await buyer.call('signAgreement', { params: { id: agreementId }, body: signing(sha256) });
  assert.ok(signed.orderId);
  return { requestId: asked.id, agreementId, orderId: signed.orderId };
}

export const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  insufficient: '4000000000009995',
  secure: '4000002500003155',
};

/** Pays at the hosted checkout as a person would, by its form, and waits for its webhook; gives the answer's status. */
export async function pay(world: Stage, buyer: Person, orderId: string, card = cards.good): Promise<number> {
  const { url } = await buyer.call('startCheckout', { params: { id: orderId } });
  const status = await payAt(at(world, url), card);
  if (status === 303) await heardOf(world, url);
  return status;
}

/** A public address of the exchange as this world serves it. */
export function at(world: Stage, url: string): string {
  return url.replace(world.publicUrl, world.url);
}

/** Waits until the webhook of the checkout at this address has come in. */
export async function heardOf(world: Stage, url: string): Promise<void> {
  await until(`the webhook of ${url}`, async () => {
    const rows = await world.sql(
      `select 1 from webhook_events where type = 'checkout.session.completed' and position(object_id in $1) > 0`,
      [url],
    );
    return rows.length > 0;
  });
}

/** Waits until something is so; at most `patience` milliseconds. */
export async function until(what: string, holds: () => Promise<boolean>, patience = 40_000): Promise<void> {
  for (const deadline = Date.now() + patience; !(await holds()); await pause(15)) {
    if (Date.now() > deadline) throw new Error(`It did not happen: ${what}.`);
  }
}

/** Waits until every event has its place in the log. */
export async function logged(world: Stage): Promise<void> {
  await until('every event is in the log', async () => (await world.count('log_pending')) === 0);
}

/** A purchase up to its delivery. */
export async function deliveredOrder(world: Stage, provider: Person, buyer: Person, offer: OfferView) {
  const made = await purchase(provider, buyer, offer.id);
  if (offer.priceVnd > 0) assert.equal(await pay(world, buyer, made.orderId), 303);
  await world.settle();
  const { state } = await buyer.call('getOrder', { params: { id: made.orderId } });
  assert.equal(state, 'delivered');
  const { entitlementId } = await buyer.call('getDelivery', { params: { id: made.orderId } });
  assert.ok(entitlementId);
  return { ...made, entitlementId };
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

/** Fetches a delivered file, or a part of it. */
export async function download(person: Person, entitlementId: string, name: string, headers = {}) {
  const path = `/api/v1/entitlements/${entitlementId}/files/${encodeURIComponent(name)}`;
  const reply = await person.agent
    .get(path)
    .set(headers)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () => done(null, Buffer.concat(parts)));
    });
  return { status: reply.status, header: (one: string) => reply.get(one) ?? '', bytes: reply.body as Buffer };
}

/** Sees a download refused, and gives the refusal. */
export async function refusedDownload(person: Person, entitlementId: string, code: string): Promise<ProblemBody> {
  const { bytes } = await download(person, entitlementId, delivered);
  const problem = JSON.parse(bytes.toString()) as ProblemBody;
  assert.equal(problem.code, code, problem.detail);
  return problem;
}
