import { notFound } from '../../contracts/problems.js';
import { type Actor, seesEverything } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { datasetSubject, revisionSubject } from './subjects.js';
import { type Dataset, Datasets, type Revision, Revisions } from './tables.js';

/** The provider, the operator and the regulator see a dataset in every state and all its revisions. */
export function isInsider(row: { providerId: string }, actor: Actor): boolean {
  return seesEverything(actor) || (actor.kind === 'member' && actor.organisationId === row.providerId);
}

/** Everybody sees what is listed. */
export function isVisibleDataset(dataset: Dataset, actor: Actor): boolean {
  return dataset.state === 'listed' || isInsider(dataset, actor);
}

/** Everybody sees published revisions, also those that were deprecated or revoked later, with the reason. */
export function isVisibleRevision(revision: { state: string; providerId: string }, actor: Actor): boolean {
  return ['published', 'deprecated', 'revoked'].includes(revision.state) || isInsider(revision, actor);
}

/** The dataset when the actor may see it; throws 404 otherwise. */
export async function readDataset(tx: Tx, actor: Actor, id: string): Promise<Dataset> {
  const dataset = await tx.findOneBy(Datasets, { id });
  if (!dataset || !isVisibleDataset(dataset, actor)) throw notFound(datasetSubject.lifecycle.name);
  return dataset;
}

/** The revision when the actor may see it and its dataset; throws 404 otherwise. */
export async function readRevision(tx: Tx, actor: Actor, id: string): Promise<Revision> {
  const revision = await tx.findOneBy(Revisions, { id });
  if (!revision || !isVisibleRevision(revision, actor)) throw notFound(revisionSubject.lifecycle.name);
  await readDataset(tx, actor, revision.datasetId);
  return revision;
}
