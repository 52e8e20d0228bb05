import { moneyCaseLifecycle } from '../../contracts/lifecycles/money-case.js';
import { payoutLifecycle } from '../../contracts/lifecycles/payout.js';
import { subject } from '../lifecycle/advance.js';
import { MoneyCases, Payouts } from './tables.js';

export const payoutSubject = subject(payoutLifecycle, Payouts, (row) => [row.id, row.providerId]);

/** What somebody writes about a difference moves no money: no freeze stops it. */
export const moneyCaseSubject = subject(
  moneyCaseLifecycle,
  MoneyCases,
  (row) => (row.orderId ? [row.id, row.orderId] : [row.id]),
  () => [],
);
