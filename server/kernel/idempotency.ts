import { Problem, type ProblemBody } from '../../contracts/problems.js';
import { claimed } from './claim.js';
import { minute, now } from './clock.js';
import { type Database, insertRow, violatedConstraint } from './database.js';
import { canonicalJson, sha256 } from './hash.js';
import { IdempotencyKeys } from './tables.js';

export type Answer = { status: number; body: unknown };

/** A claim whose process died is free again after this long. */
const abandonedAfter = 2 * minute;

/**
 * Runs `work` once per scope and key (the Idempotency-Key draft of the IETF): the same key and input give the first
 * answer again, also when it was a refusal; another input is 422, a request still in progress 409. A request that failed
 * with 500 and above before it carried anything out is forgotten, so that the caller may try again.
 */
export async function once(
  db: Database,
  claim: { scope: string; key: string; input: unknown },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const { scope, key } = claim;
  const fingerprint = sha256(canonicalJson(claim.input));
  const earlier = await claimKey(db, scope, key, fingerprint);
  if (earlier) return earlier;
  const answer = await claimed.run({ scope, key }, work).catch(async (error: unknown) => {
    if (error instanceof Problem && error.status < 500) {
      await db.read.update(IdempotencyKeys, { scope, key }, { status: error.status, body: error.body() });
    } else {
      // Nothing was carried out: free again. What was carried out before the fault keeps its claim.
      await db.read.delete(IdempotencyKeys, { scope, key, carriedOut: false });
    }
    throw error;
  });
  await db.read.update(IdempotencyKeys, { scope, key }, { status: answer.status, body: answer.body as object });
  return answer;
}

async function claimKey(db: Database, scope: string, key: string, fingerprint: string): Promise<Answer | null> {
  const fresh = { scope, key, fingerprint, claimedAt: now(), status: null, body: null, carriedOut: false };
  try {
    await insertRow(db.read, IdempotencyKeys, fresh);
    return null;
  } catch (error) {
    if (violatedConstraint(error) === null) throw error;
  }
  return await db.transaction(async (tx) => {
    const found = await tx.findOne(IdempotencyKeys, { where: { scope, key }, lock: { mode: 'pessimistic_write' } });
    if (found && found.fingerprint !== fingerprint) {
      throw new Problem('idempotency-key-reused', {
        vi: 'Idempotency-Key này đã dùng cho một yêu cầu có nội dung khác; hãy dùng khóa mới.',
        en: 'This Idempotency-Key was used for a request with other content; use a new key.',
      });
    }
    if (found && found.status !== null) return replay({ status: found.status, body: found.body });
    if (found?.carriedOut) {
      throw new Problem('idempotency-answer-lost', {
        vi: 'Yêu cầu với khóa này đã được thực hiện nhưng câu trả lời bị mất; hãy xem lại dữ liệu trước khi làm tiếp.',
        en: 'The request with this key was carried out, but its answer was lost; look at the result before you go on.',
      });
    }
    if (found && now().getTime() - found.claimedAt.getTime() < abandonedAfter) {
      throw new Problem('idempotency-in-flight', {
        vi: 'Yêu cầu với khóa này đang được xử lý; hãy thử lại sau giây lát.',
        en: 'A request with this key is in progress; try again in a moment.',
      });
    }
    await tx.save(IdempotencyKeys, fresh);
    return null;
  });
}

/** The first answer again: a remembered refusal is thrown again with the same body. */
function replay(answer: Answer): Answer {
  if (answer.status < 400) return answer;
  const { code, detail, detailVi, type, title, titleVi, status, ...extra } = answer.body as ProblemBody;
  throw new Problem(code, { vi: detailVi, en: detail }, extra);
}
