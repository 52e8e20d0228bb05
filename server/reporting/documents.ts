import { AuditPeople } from '../audit/tables.js';
import { DataFiles, Datasets, Revisions } from '../catalogue/tables.js';
import { DisputeMessages, DisputeProposals, Disputes } from '../disputes/tables.js';
import { Deliveries, Downloads, Entitlements, Receipts } from '../fulfilment/tables.js';
import { Organisations } from '../identity/tables.js';
import type { Tx } from '../kernel/database.js';
import { canonicalJson } from '../kernel/hash.js';
import { Offers } from '../licensing/tables.js';
import { AccessRequests, Agreements, type Order, Orders, Signatures } from '../ordering/tables.js';
import { DirectReturns, DirectStatements, PaymentEvidences } from '../payments/tables.js';
import { orderMoney } from '../payments/views.js';
import type { Bundle } from './tables.js';

/** One document of a bundle: canonical JSON (RFC 8785). */
export type Document = { path: string; text: string };
/** Named by columns of the data, not by ours: kept as they are. */
const foreign = ['dictionary', 'profile', 'policy', 'measured', 'promised'];
type Scope = Pick<Bundle, 'scopeKind' | 'scopeId'>;

/** Columns that name a member: a bundle holds the commitment that stands for the person in the log, or null once erased. */
const people = [
  ...['submittedBy', 'memberId', 'madeBy', 'acknowledgedBy'],
  ...['statedBy', 'answeredBy', 'sentBy', 'receivedBy', 'createdBy'],
];
/** What people wrote in their own words, names in clear, and addresses with secrets: not in a bundle. The signed agreement is whole. */
const leftOut = ['stateReason', 'reason', 'signer', 'memberName', 'statement', 'project', 'checkoutUrl', 'sample'];

/** Ids of the orders a bundle of the scope is about, oldest first. */
export async function ordersOf(tx: Tx, { scopeKind, scopeId }: Scope): Promise<string[]> {
  const where = { order: 'id = $1', dataset: 'dataset_id = $1', organisation: '$1 in (provider_id, buyer_id)' }[
    scopeKind
  ];
  const rows: { id: string }[] = await tx.query(`select id from orders where ${where} order by id`, [scopeId]);
  return rows.map((row) => row.id);
}

/** Every document of the scope: each order with all that hangs on it, then datasets, then organisations. */
export async function* documentsOf(tx: Tx, scope: Scope, orderIds: readonly string[]): AsyncGenerator<Document> {
  const datasets = new Set(scope.scopeKind === 'dataset' ? [scope.scopeId] : []);
  const organisations = new Set(scope.scopeKind === 'organisation' ? [scope.scopeId] : []);
  if (scope.scopeKind === 'organisation') {
    for (const { id } of await tx.findBy(Datasets, { providerId: scope.scopeId })) datasets.add(id);
  }
  for (const id of orderIds) {
    const order = await tx.findOneByOrFail(Orders, { id });
    datasets.add(order.datasetId);
    for (const party of [order.providerId, order.buyerId]) organisations.add(party);
    yield* orderDocuments(tx, order);
  }
  for (const id of [...datasets].sort()) {
    const dataset = await tx.findOneByOrFail(Datasets, { id });
    organisations.add(dataset.providerId);
    const revisions = await tx.find(Revisions, { where: { datasetId: id }, order: { number: 'ASC' } });
    const offers = await tx.find(Offers, { where: { datasetId: id }, order: { number: 'ASC' } });
    const at = `documents/datasets/${id}`;
    yield await document(tx, `${at}/dataset.json`, dataset);
    for (const one of revisions) {
      const files = await tx.find(DataFiles, { where: { revisionId: one.id }, order: { id: 'ASC' } });
      yield await document(tx, `${at}/revision-${one.number}.json`, { ...one, files });
    }
    for (const one of offers) yield await document(tx, `${at}/offer-${one.number}.json`, one);
  }
  for (const id of [...organisations].sort()) {
    const organisation = await tx.findOneByOrFail(Organisations, { id });
    yield await document(tx, `documents/organisations/${id}.json`, organisation);
  }
}

async function* orderDocuments(tx: Tx, order: Order): AsyncGenerator<Document> {
  const at = `documents/orders/${order.id}`;
  const orderId = order.id;
  const agreement = await tx.findOneByOrFail(Agreements, { id: order.agreementId });
  yield await document(tx, `${at}/order.json`, order);
  yield await document(tx, `${at}/request.json`, await tx.findOneByOrFail(AccessRequests, { id: order.requestId }));
  // Byte for byte what both parties signed: its SHA-256 is the one in the events.
  yield { path: `${at}/agreement.json`, text: agreement.document };
  const signatures = await tx.find(Signatures, { where: { agreementId: agreement.id }, order: { party: 'ASC' } });
  yield await document(tx, `${at}/signatures.json`, { items: signatures });
  yield await document(tx, `${at}/money.json`, await orderMoney(tx, orderId, true));
  for (const dispute of await tx.find(Disputes, { where: { orderId }, order: { id: 'ASC' } })) {
    const of = { where: { disputeId: dispute.id }, order: { id: 'ASC' } } as const;
    const messages = await tx.find(DisputeMessages, of);
    const proposals = await tx.find(DisputeProposals, of);
    // What the parties say to each other over it is what the dispute is about.
    const said = { ...dispute, complaint: dispute.statement, messages, proposals };
    yield await document(tx, `${at}/dispute-${dispute.id}.json`, said);
  }
  yield await document(tx, `${at}/quality-report.json`, await qualityReport(tx, order));
  const statements = await tx.find(DirectStatements, { where: { orderId }, order: { id: 'ASC' } });
  if (statements.length > 0) {
    const evidence = await tx.find(PaymentEvidences, { where: { orderId }, order: { id: 'ASC' } });
    const returns = await tx.find(DirectReturns, { where: { orderId }, order: { refundId: 'ASC' } });
    yield await document(tx, `${at}/direct-payment.json`, { items: statements, evidence, returns });
  }
  const delivery = await tx.findOneBy(Deliveries, { orderId });
  const entitlement = await tx.findOneBy(Entitlements, { orderId });
  const receipt = await tx.findOneBy(Receipts, { orderId });
  if (delivery) yield await document(tx, `${at}/delivery.json`, delivery);
  if (receipt) yield await document(tx, `${at}/receipt.json`, receipt);
  if (!entitlement) return;
  yield await document(tx, `${at}/entitlement.json`, entitlement);
  const downloads = await tx.find(Downloads, { where: { entitlementId: entitlement.id }, order: { id: 'ASC' } });
  yield await document(tx, `${at}/downloads.json`, { items: downloads });
}

/** What the provider promised of the data, and what was measured of the revision that was sold. */
async function qualityReport(tx: Tx, { revisionId, datasetId }: Order): Promise<object> {
  const { quality } = await tx.findOneByOrFail(Datasets, { id: datasetId });
  const revision = await tx.findOneByOrFail(Revisions, { id: revisionId });
  const { id, number, qualityScore, measured, finalisedAt } = revision;
  return { datasetId, revisionId: id, number, finalisedAt, promised: quality, qualityScore, measured };
}

async function document(tx: Tx, path: string, row: object): Promise<Document> {
  const plain: unknown = JSON.parse(JSON.stringify(row));
  const found = new Set<string>();
  collectPeople(plain, found);
  const known = found.size === 0 ? [] : await commitmentsOf(tx, [...found]);
  const commitments = new Map(known.map((one) => [one.memberId, one.commitment]));
  return { path, text: canonicalJson(masked(plain, commitments)) };
}

async function commitmentsOf(tx: Tx, ids: readonly string[]) {
  return await tx.createQueryBuilder(AuditPeople, 'row').where('row.memberId in (:...ids)', { ids }).getMany();
}

function collectPeople(value: unknown, found: Set<string>): void {
  if (value === null || typeof value !== 'object') return;
  for (const [name, inner] of Object.entries(value)) {
    if (people.includes(name) && typeof inner === 'string') found.add(inner);
    else collectPeople(inner, found);
  }
}

/** The same with people as commitments and own words left out. Pure. */
export function masked(value: unknown, commitments: ReadonlyMap<string, string>): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one) => masked(one, commitments));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !leftOut.includes(name))
      .map(([name, inner]) =>
        foreign.includes(name)
          ? [name, inner]
          : people.includes(name)
            ? [name, commitments.get(`${inner}`) ?? null]
            : [name, masked(inner, commitments)],
      ),
  );
}
