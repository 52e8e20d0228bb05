import { demoDatasets } from './catalogue.js';
import type { DemoPurchase } from './participants.js';
import { type Cast, demoPassword } from './registering.js';
import { until } from './until.js';
import type { Visitor } from './visitor.js';

/** Buys a dataset from request to acceptance, downloading what was delivered. */
export async function makePurchase(cast: Cast, demo: DemoPurchase, publicUrl: string, origin: string): Promise<void> {
  const dataset = demoDatasets.find((one) => one.key === demo.dataset);
  const buyer = cast.get(demo.buyer);
  const provider = dataset && cast.get(dataset.provider);
  if (!dataset || !buyer || !provider) throw new Error(`The purchase ${demo.key} names nobody or nothing.`);
  const orderId = await placeOrder(buyer, provider, demo, dataset.titleVi);
  const params = { id: orderId };
  const order = await buyer.call('getOrder', { params });
  if (order.payable) {
    const { url } = await buyer.call('startCheckout', { params });
    await payByCard(url.replace(publicUrl, origin));
  }
  const delivered = await until(`the delivery of ${demo.key}`, async () => {
    const { state } = await buyer.call('getOrder', { params });
    if (state === 'stuck' || state === 'refunded') throw new Error(`The purchase ${demo.key} is ${state}.`);
    return ['delivered', 'accepted', 'settled'].includes(state) ? state : null;
  });
  if (delivered === 'delivered') await buyer.call('transitionOrder', { params, body: { action: 'accept' } });
  await until(`the settlement of ${demo.key}`, async () =>
    (await buyer.call('getOrder', { params })).state === 'settled' ? true : null,
  );
}

/** The order of this purchase: the one an earlier start placed, or a new one by request, approval and signature. */
async function placeOrder(buyer: Visitor, provider: Visitor, demo: DemoPurchase, titleVi: string): Promise<string> {
  const { items } = await buyer.call('listRequests', { query: { box: 'sent', limit: 100 } });
  const known = items.find((one) => one.dataset.titleVi === titleVi && one.project === demo.project);
  const request = known ?? (await sendRequest(buyer, demo, titleVi));
  if (request.orderId) return request.orderId;
  const params = { id: request.id };
  if (request.state === 'submitted') {
    const sent = await provider.call('getRequest', { params });
    const sha256 = sent.rounds.at(-1)?.sha256 ?? '';
    await provider.call('acceptTerms', { params, body: { sha256, accept: true, password: demoPassword } });
  }
  const { agreementId } = await buyer.call('getRequest', { params });
  if (!agreementId) throw new Error(`The request of ${demo.key} has no agreement.`);
  const { sha256 } = await buyer.call('getAgreement', { params: { id: agreementId } });
  const { orderId } = await buyer.call('signAgreement', {
    params: { id: agreementId },
    body: { sha256, accept: true, password: demoPassword },
  });
  if (!orderId) throw new Error(`The agreement of ${demo.key} placed no order.`);
  return orderId;
}

async function sendRequest(buyer: Visitor, demo: DemoPurchase, titleVi: string) {
  const { items } = await buyer.call('browseDatasets', { query: { q: titleVi } });
  const listed = items.find((one) => one.titleVi === titleVi);
  if (!listed) throw new Error(`The catalogue does not show ${demo.dataset}.`);
  const offers = await buyer.call('listOffers', { params: { id: listed.id } });
  const [offer] = offers.items;
  if (!offer) throw new Error(`${demo.dataset} has no open offer.`);
  return await buyer.call('submitRequest', {
    body: { offerId: offer.id, purpose: demo.purpose, statement: demo.statementVi, project: demo.project },
  });
}

/** Fills in the hosted checkout’s form, as a person with a test card would. */
async function payByCard(url: string): Promise<void> {
  const form = new URLSearchParams({
    card_number: '4242424242424242',
    exp_month: '12',
    exp_year: '2034',
    cvc: '123',
    name: 'Ke toan Ben mua',
  });
  const reply = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  await reply.arrayBuffer();
  if (reply.status !== 303) throw new Error(`The checkout answered ${reply.status}.`);
}
