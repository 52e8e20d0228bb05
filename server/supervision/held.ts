import { notFound } from '../../contracts/problems.js';
import { type HeldKind, heldKinds } from '../../contracts/supervision.js';
import { isVisibleDataset } from '../catalogue/policy.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { Datasets } from '../catalogue/tables.js';
import { entitlementSubject } from '../fulfilment/subjects.js';
import { Entitlements } from '../fulfilment/tables.js';
import { organisationSubject } from '../identity/subjects.js';
import { type Organisation, Organisations } from '../identity/tables.js';
import { type Actor, seesEverything } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { isVisible } from '../ordering/policy.js';
import { orderSubject } from '../ordering/subjects.js';
import { Orders } from '../ordering/tables.js';

/** Something that can be held or asked about. */
export type Held = {
  kind: HeldKind;
  id: string;
  titleVi: string;
  titleEn: string;
  /** What a hold on it stops. */
  stops: string[];
  /** Whose freeze stops it. */
  stoppedBy: string[];
  about: string[];
  /** Organisations whose own it is. */
  parties: string[];
  visibleTo: (actor: Actor) => boolean;
};

export function kindOf(id: string): HeldKind {
  return heldKinds[id.split('_')[0] as keyof typeof heldKinds];
}

/** The subject with this id; throws 404 where there is none. */
export async function findHeld(tx: Tx, id: string): Promise<Held> {
  const held = await read[kindOf(id)](tx, id);
  if (!held) throw notFound({ vi: 'đối tượng', en: 'subject' });
  return held;
}

const read: Record<HeldKind, (tx: Tx, id: string) => Promise<Held | null>> = {
  async organisation(tx, id) {
    const row = await tx.findOneBy(Organisations, { id });
    const visibleTo = (actor: Actor) =>
      seesEverything(actor) || (actor.kind === 'member' && actor.organisationId === id);
    return (
      row && {
        ...{ kind: 'organisation', id, stops: [id], parties: [id], visibleTo },
        ...{ stoppedBy: organisationSubject.stoppedBy(row), about: organisationSubject.about(row) },
        ...named(row),
      }
    );
  },
  async dataset(tx, id) {
    const row = await tx.findOneBy(Datasets, { id });
    return (
      row && {
        ...{ kind: 'dataset', id, titleVi: row.titleVi, titleEn: row.titleEn, stops: [id], parties: [row.providerId] },
        ...{ stoppedBy: datasetSubject.stoppedBy(row), about: datasetSubject.about(row) },
        visibleTo: (actor) => isVisibleDataset(row, actor),
      }
    );
  },
  async order(tx, id) {
    const row = await tx.findOneBy(Orders, { id });
    if (!row) return null;
    return {
      ...{ kind: 'order', id, stops: [id], parties: [row.providerId, row.buyerId] },
      ...{ stoppedBy: orderSubject.stoppedBy(row), about: orderSubject.about(row) },
      ...(await titled(tx, row.datasetId)),
      visibleTo: (actor) => isVisible(row, actor),
    };
  },
  async entitlement(tx, id) {
    const row = await tx.findOneBy(Entitlements, { id });
    if (!row) return null;
    return {
      // While access stands still, so does the order: no clock accepts for the buyer, no money goes.
      ...{ kind: 'entitlement', id, stops: [id, row.orderId], parties: [row.providerId, row.buyerId] },
      ...{ stoppedBy: entitlementSubject.stoppedBy(row), about: entitlementSubject.about(row) },
      ...(await titled(tx, row.datasetId)),
      visibleTo: (actor) => isVisible(row, actor),
    };
  },
};

const named = ({ nameVi, nameEn }: Organisation) => ({ titleVi: nameVi, titleEn: nameEn });

async function titled(tx: Tx, datasetId: string): Promise<{ titleVi: string; titleEn: string }> {
  const { titleVi, titleEn } = await tx.findOneByOrFail(Datasets, { id: datasetId });
  return { titleVi, titleEn };
}

/** Who trades under a dataset or with an organisation at present, besides its own party. */
export async function counterparties(tx: Tx, held: Held): Promise<string[]> {
  if (held.kind !== 'dataset' && held.kind !== 'organisation') return [];
  const rows: { id: string }[] = await tx.query(
    `select distinct unnest(array[provider_id, buyer_id]) as id from (
       select provider_id, buyer_id, dataset_id from orders
        where state not in ('settled', 'refunded', 'cancelled', 'expired')
       union all select provider_id, buyer_id, dataset_id from entitlements
        where state in ('active', 'expiring', 'grace', 'suspended')) as trades
      where $1 in (provider_id, buyer_id, dataset_id) order by id`,
    [held.id],
  );
  return rows.map((row) => row.id).filter((id) => !held.parties.includes(id));
}
