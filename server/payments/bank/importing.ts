import { Problem } from '../../../contracts/problems.js';
import { referencesIn } from '../../../contracts/transfer-reference.js';
import { record } from '../../audit/record.js';
import type { MemberActor } from '../../kernel/actor.js';
import { now } from '../../kernel/clock.js';
import { insertRow, type Tx } from '../../kernel/database.js';
import { canonicalJson, sha256 } from '../../kernel/hash.js';
import { newId } from '../../kernel/ids.js';
import { enqueue } from '../../kernel/outbox.js';
import { begin } from '../../lifecycle/advance.js';
import { outsideBank, unmatchedBank } from '../accounts.js';
import { post } from '../ledger.js';
import { bankLineSubject } from '../subjects.js';
import { BankLines, type BankStatement, BankStatements } from '../tables.js';
import { readStatement } from './statement.js';
import type { StatementLine } from './statement-line.js';

/** Imports wait for one another: of two that bring the same line, the second finds it. */
const importLock = 83_142_029;

/** What SWIFT writes where a bank gave a movement no number. */
const nameless = 'NONREF';

/**
 * Keeps the lines of a statement that are new, enters what came in as unmatched, and has their references looked at. A
 * statement imported again, in either form, changes nothing. Throws 422 for one that cannot be read whole.
 */
export async function importStatement(
  tx: Tx,
  actor: MemberActor,
  { name, content }: { name: string; content: string },
): Promise<BankStatement> {
  const lines = fingerprinted(readStatement(content));
  await tx.query('select pg_advisory_xact_lock($1::bigint)', [importLock]);
  const known = await knownOf(tx, [...lines.keys()]);
  const fresh = [...lines].filter(([fingerprint]) => !known.has(fingerprint));
  const statement: BankStatement = {
    ...{ id: newId('bst'), name, sha256: sha256(content), importedBy: actor.memberId, importedAt: now() },
    ...{ fresh: fresh.length, known: known.size },
  };
  await insertRow(tx, BankStatements, statement);
  for (const [fingerprint, line] of fresh) await enter(tx, actor, statement.id, fingerprint, line);
  const data = { statementId: statement.id, sha256: statement.sha256, fresh: statement.fresh, known: statement.known };
  const subject = { kind: 'bank-statement', id: statement.id };
  await record(tx, actor, { type: 'bank.statement-imported', data }, subject, [statement.id]);
  return statement;
}

async function enter(tx: Tx, actor: MemberActor, statementId: string, fingerprint: string, line: StatementLine) {
  const { amountVnd } = line;
  const id = newId('bln');
  await begin(
    tx,
    bankLineSubject,
    amountVnd > 0 ? 'enter' : 'enter-outgoing',
    {
      ...{ id, statementId, fingerprint, ...line, createdAt: now() },
      ...{ orderId: null, paymentId: null, creditedVnd: 0, submittedBy: null },
    },
    actor,
  );
  if (amountVnd < 0) return;
  await post(tx, `bank:${id}`, null, [{ from: outsideBank, to: unmatchedBank, amountVnd }]);
  if (referencesIn(line.content).length > 0) await enqueue(tx, 'recognise-bank-line', { id });
}

async function knownOf(tx: Tx, fingerprints: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .createQueryBuilder(BankLines, 'line')
    .select(['line.id', 'line.fingerprint'])
    .where('line.fingerprint = any(:fingerprints)', { fingerprints })
    .getMany();
  return new Set(rows.map((row) => row.fingerprint));
}

/**
 * The lines by what tells a movement in any statement: the bank's number, day and amount. The words of a content differ between
 * a bank's files. Movements without a number are counted through; a number that stands twice in one file is refused, as
 * nobody can tell whether the money came twice.
 */
function fingerprinted(lines: readonly StatementLine[]): Map<string, StatementLine> {
  if (lines.length === 0) throw refused('Sao kê không có dòng nào.', 'The statement has no line.');
  const found = new Map<string, StatementLine>();
  for (const line of lines) {
    const { bankReference, bookedOn, amountVnd } = line;
    const print = (nth: number) => sha256(canonicalJson({ bankReference, bookedOn, amountVnd, nth }));
    let nth = 1;
    while (bankReference.toUpperCase() === nameless && found.has(print(nth))) nth += 1;
    if (found.has(print(nth))) {
      throw refused(
        `Số giao dịch ${bankReference} xuất hiện hai lần trong tệp.`,
        `The bank’s number ${bankReference} stands twice in the file.`,
      );
    }
    found.set(print(nth), line);
  }
  return found;
}

function refused(vi: string, en: string): Problem {
  return new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/content', detail: en, detailVi: vi }] });
}
