import { bankLineLifecycle } from '../../contracts/lifecycles/bank-line.js';
import { repaymentLifecycle } from '../../contracts/lifecycles/repayment.js';
import { reserveLifecycle } from '../../contracts/lifecycles/reserve.js';
import { subject } from '../lifecycle/advance.js';
import { BankLines, Repayments, Reserves } from './tables.js';

const only = (ids: readonly (string | null)[]) => ids.filter((id) => id !== null);

/** What a line does to an order also waits while the order is frozen: `bank/credit.ts` asks. */
export const bankLineSubject = subject(bankLineLifecycle, BankLines, (row) => only([row.id, row.orderId]));
export const repaymentSubject = subject(repaymentLifecycle, Repayments, (row) =>
  only([row.id, row.orderId, row.lineId, row.buyerId]),
);
export const reserveSubject = subject(reserveLifecycle, Reserves, (row) => [row.id, row.orderId, row.providerId]);
