import type { IntermediaryCard, IntermediaryProfile, IntermediaryView } from '../../contracts/intermediaries.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { record } from '../audit/record.js';
import { refuseForeignCurrency } from '../catalogue/datasets.js';
import { Datasets } from '../catalogue/tables.js';
import { datasetCards } from '../catalogue/views.js';
import { type Organisation, Organisations } from '../identity/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import { Appraisals, IntermediaryProfiles, ParticipantCertificates } from './tables.js';

/** Publishes what the law asks of an intermediary before it serves; what was published before is in the events. */
export async function publishIntermediary(tx: Tx, actor: MemberActor, profile: IntermediaryProfile): Promise<void> {
  refuseForeignCurrency(profile);
  const organisationId = actor.organisationId;
  await tx.upsert(IntermediaryProfiles, { organisationId, ...profile, updatedAt: now() }, ['organisationId']);
  await record(
    tx,
    actor,
    { type: 'intermediary.published', data: profile },
    { kind: 'organisation', id: organisationId },
  );
}

/** Throws 422 while the intermediary has not published scope, method and price (Decree 314/2026, Art. 7(2)). */
export async function requirePublished(tx: Tx, organisationId: string): Promise<void> {
  if (await tx.existsBy(IntermediaryProfiles, { organisationId })) return;
  throw new Problem('rule-broken', {
    vi: 'Bên trung gian phải công bố phạm vi, phương pháp và giá trước khi thẩm định (NĐ 314/2026, Đ.7 k.2). Công bố ở trang Tổ chức.',
    en: 'An intermediary publishes scope, method and price before it appraises (Decree 314/2026, Art. 7(2)). Do so on the page of your organisation.',
  });
}

/** Verified intermediaries by id, one more than asked for. */
export async function listIntermediaries(
  tx: Tx,
  query: { cursor?: string | undefined; limit: number },
): Promise<Organisation[]> {
  const rows = tx
    .createQueryBuilder(Organisations, 'o')
    .where(`o.state = 'verified' and o.capabilities @> array['intermediary']`)
    .orderBy('o.id')
    .limit(query.limit + 1);
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('o.id > :after', { after: after[0] });
  return await rows.getMany();
}

export async function intermediaryCards(tx: Tx, rows: readonly Organisation[]): Promise<IntermediaryCard[]> {
  const published = await tx
    .createQueryBuilder(IntermediaryProfiles, 'p')
    .where('p.organisationId = any(:ids)', { ids: rows.map((row) => row.id) })
    .getMany();
  const profiles = new Map(published.map((one) => [one.organisationId, one]));
  return rows.map(({ id, nameVi, nameEn, capabilities }) => {
    const found = profiles.get(id);
    return {
      organisation: { id, nameVi, nameEn },
      alsoProvider: capabilities.includes('provider'),
      profile: found
        ? { scope: found.scope, method: found.method, fees: found.fees, updatedAt: found.updatedAt.toISOString() }
        : null,
    };
  });
}

/** The public page; throws 404 for who is no verified intermediary, but to itself. */
export async function intermediaryView(tx: Tx, id: string, own: boolean): Promise<IntermediaryView> {
  const row = await tx.findOneBy(Organisations, { id });
  if (!row?.capabilities.includes('intermediary') || (row.state !== 'verified' && !own)) {
    throw notFound({ vi: 'bên trung gian', en: 'intermediary' });
  }
  const [card] = await intermediaryCards(tx, [row]);
  const confirmed = await tx.findBy(ParticipantCertificates, { organisationId: id, state: 'confirmed' });
  const services = await tx.find(Datasets, {
    where: { providerId: id, state: 'listed', productKind: 'intermediary_service' },
    order: { id: 'DESC' },
    take: 50,
  });
  const count = (verdict: string) => tx.countBy(Appraisals, { appraiserId: id, state: 'delivered', verdict });
  const today = vietnamDay(now());
  return {
    ...(card as IntermediaryCard),
    certificates: confirmed
      .filter((one) => one.expiresOn >= today)
      .map(({ kind, number, issuer, issuedOn, expiresOn }) => ({ kind, number, issuer, issuedOn, expiresOn })),
    delivered: {
      fit: await count('fit'),
      fit_with_reservations: await count('fit_with_reservations'),
      unfit: await count('unfit'),
    },
    services: await datasetCards(tx, services),
  };
}
