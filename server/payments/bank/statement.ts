import { Problem } from '../../../contracts/problems.js';
import { readCsvStatement } from './statement-csv.js';
import { StatementFault, type StatementLine } from './statement-line.js';
import { readMt940 } from './statement-mt940.js';

/** Reads a statement in CSV or MT940, whichever it is. Throws 422 that names the line; a statement is read whole or not at all. */
export function readStatement(text: string): StatementLine[] {
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  try {
    return /^:20:/m.test(plain) ? readMt940(plain) : readCsvStatement(plain);
  } catch (fault) {
    if (!(fault instanceof StatementFault)) throw fault;
    throw new Problem(
      'rule-broken',
      { vi: `Dòng ${fault.line}: ${fault.vi}`, en: `Line ${fault.line}: ${fault.en}` },
      {
        errors: [{ pointer: '/content', detail: fault.en, detailVi: fault.vi }],
        ...(fault.decisionCode ? { decisionCode: fault.decisionCode } : {}),
      },
    );
  }
}
