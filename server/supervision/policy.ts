import { type Actor, has, seesEverything } from '../kernel/actor.js';
import type { Held } from './held.js';
import type { Incident, Question } from './tables.js';

/** Why something is held is for those whose own it is, and for those who watch over the exchange. */
export function seesReason(held: Pick<Held, 'parties'>, actor: Actor): boolean {
  return seesEverything(actor) || (actor.kind === 'member' && held.parties.includes(actor.organisationId));
}

/** A question is between the regulator and the party that was asked: nobody else knows of it. */
export function seesQuestion(question: Question, actor: Actor): boolean {
  return has(actor, 'regulator') || (actor.kind === 'member' && actor.organisationId === question.organisationId);
}

/** An incident is seen by whose data it concerns and by those who watch over the exchange. */
export function seesIncident(incident: Incident, actor: Actor): boolean {
  return seesEverything(actor) || (actor.kind === 'member' && actor.organisationId === incident.organisationId);
}
