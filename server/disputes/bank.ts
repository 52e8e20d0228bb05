import { Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { Datasets } from '../catalogue/tables.js';
import { Deliveries, Downloads, Entitlements } from '../fulfilment/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { lockRow, type Tx, updateRow } from '../kernel/database.js';
import { canonicalJson, sha256 } from '../kernel/hash.js';
import type { Kernel } from '../kernel/kernel.js';
import { Agreements } from '../ordering/tables.js';
import { followChargeback, isClosed } from '../payments/chargebacks.js';
import type { ChargebackEvidence, StripeGate } from '../payments/stripe.js';
import { type Chargeback, Chargebacks } from '../payments/tables.js';
import { readDispute } from './policy.js';
import { disputeSubject } from './subjects.js';
import type { Dispute } from './tables.js';

/** The bank reads at most so many characters of one field. */
const longest = 20_000;

/**
 * Sends what the exchange knows to the buyer's bank: what was bought and agreed, when it was delivered, every download, and
 * the operator's words. Once; throws 409 when there is nothing to answer, 502 when Stripe does not take it.
 */
export async function answerBank(
  kernel: Kernel,
  stripe: StripeGate,
  actor: MemberActor,
  id: string,
  text: string,
): Promise<Dispute> {
  const { read } = kernel.db;
  const dispute = await readDispute(read, actor, id);
  const chargeback = dispute.chargebackId && (await read.findOneBy(Chargebacks, { id: dispute.chargebackId }));
  if (!chargeback || !canAnswer(chargeback)) {
    throw new Problem('transition-refused', {
      vi: 'Ngân hàng không chờ chứng cứ cho tranh chấp này.',
      en: 'No bank waits for evidence in this dispute.',
    });
  }
  const evidence = { ...(await evidenceOf(read, dispute)), text };
  const state = await stripe.answerChargeback(chargeback.stripeDispute, evidence, `${chargeback.id}:answer`);
  await kernel.db.transaction(async (tx) => {
    const locked = await lockRow(tx, Chargebacks, chargeback.id);
    if (!locked || locked.answeredAt !== null) return;
    await updateRow(tx, Chargebacks, chargeback.id, { answeredAt: now() });
    const data = { chargebackId: chargeback.id, sha256: sha256(canonicalJson(evidence)) };
    const event = { type: 'chargeback.answered', data } as const;
    await record(tx, actor, event, { kind: 'dispute', id }, disputeSubject.about(dispute));
  });
  await followChargeback(kernel, state);
  return await readDispute(read, actor, id);
}

export const canAnswer = ({ status, answeredAt }: Chargeback) => answeredAt === null && !isClosed(status);

async function evidenceOf(tx: Tx, { orderId, datasetId }: Dispute): Promise<Omit<ChargebackEvidence, 'text'>> {
  const dataset = await tx.findOneByOrFail(Datasets, { id: datasetId });
  const [agreement]: { sha256: string; sealedAt: Date | null }[] = await tx
    .createQueryBuilder(Agreements, 'a')
    .innerJoin('orders', 'o', 'o.agreement_id = a.id')
    .where('o.id = :orderId', { orderId })
    .getMany();
  const delivery = await tx.findOneBy(Deliveries, { orderId });
  const entitlement = await tx.findOneBy(Entitlements, { orderId });
  const downloads = entitlement
    ? await tx.find(Downloads, { where: { entitlementId: entitlement.id }, order: { id: 'ASC' }, take: 500 })
    : [];
  const lines = downloads.map((one) => `${one.at.toISOString()} ${one.name} ${one.fromByte}+${one.bytes} bytes`);
  const delivered = delivery
    ? [`Delivered ${delivery.deliveredAt.toISOString()}, manifest SHA-256 ${delivery.manifestSha256}`]
    : [];
  return {
    product: `Licence to use the dataset “${dataset.titleEn}” (${datasetId}). Agreement SHA-256 ${agreement?.sha256 ?? 'unknown'}, signed by the buyer.`,
    accessLog: [...delivered, ...lines].join('\n').slice(0, longest) || 'No download yet.',
    servedOn: delivery?.deliveredAt.toISOString().slice(0, 10) ?? null,
  };
}
