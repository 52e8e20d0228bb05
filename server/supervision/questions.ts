import { notFound, Problem } from '../../contracts/problems.js';
import type { Actor, MemberActor } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { advance, begin } from '../lifecycle/advance.js';
import { findHeld } from './held.js';
import { seesQuestion } from './policy.js';
import { questionSubject } from './subjects.js';
import { Answers, type Question, Questions } from './tables.js';

const { name } = questionSubject.lifecycle;

/** Asks a party of the subject; throws 422 for somebody who is none, or a deadline that is past or too far. */
export async function askQuestion(
  tx: Tx,
  actor: MemberActor,
  input: { subjectId: string; organisationId: string; text: string; dueAt: string },
): Promise<Question> {
  const held = await findHeld(tx, input.subjectId);
  if (!held.parties.includes(input.organisationId)) {
    const en = 'This organisation is not a party of the subject.';
    const vi = 'Tổ chức này không phải là một bên của đối tượng.';
    throw new Problem(
      'rule-broken',
      { vi, en },
      { errors: [{ pointer: '/organisationId', detail: en, detailVi: vi }] },
    );
  }
  const question = await begin(
    tx,
    questionSubject,
    'ask',
    {
      ...{ id: newId('qst'), subjectKind: held.kind, subjectId: held.id, organisationId: input.organisationId },
      ...{ askedBy: actor.organisationId, dueAt: deadline(input.dueAt), createdAt: now() },
    },
    actor,
  );
  await say(tx, actor, question, input.text);
  return question;
}

/** The party's answer, also a late one. */
export async function answerQuestion(tx: Tx, actor: MemberActor, id: string, text: string): Promise<Question> {
  await readQuestion(tx, actor, id);
  const answered = await advance(tx, questionSubject, id, 'answer', actor);
  await say(tx, actor, answered, text);
  return answered;
}

/** Asks further in the same thread, with a new deadline. */
export async function askAgain(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { text, dueAt }: { text: string; dueAt: string },
): Promise<Question> {
  const set = { dueAt: deadline(dueAt) };
  const asked = await advance(tx, questionSubject, id, 'ask-again', actor, { set });
  await say(tx, actor, asked, text);
  return asked;
}

/** The question when the actor may see it; throws 404 otherwise. */
export async function readQuestion(tx: Tx, actor: Actor, id: string): Promise<Question> {
  const question = await tx.findOneBy(Questions, { id });
  if (!question || !seesQuestion(question, actor)) throw notFound(name);
  return question;
}

async function say(tx: Tx, actor: MemberActor, question: Question, text: string): Promise<void> {
  await lockRow(tx, Questions, question.id);
  const { organisationId, displayName: memberName } = actor;
  await insertRow(tx, Answers, {
    ...{ id: newId('ans'), questionId: question.id, organisationId, memberName, text, at: now() },
  });
}

function deadline(value: string): Date {
  const dueAt = new Date(value);
  if (dueAt > now() && dueAt.getTime() < now().getTime() + 90 * day) return dueAt;
  const en = 'The deadline must lie in the next 90 days.';
  const vi = 'Hạn trả lời phải trong 90 ngày tới.';
  throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/dueAt', detail: en, detailVi: vi }] });
}
