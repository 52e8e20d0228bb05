import { EntitySchema } from 'typeorm';
import type { VatClass } from '../../contracts/scheme/vat.js';
import {
  big,
  count,
  day,
  flag,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
} from '../kernel/columns.js';

/** One version of the fees. Its terms are never edited: a change is the next version. */
export type FeeSchedule = Stateful & {
  number: number;
  /** `2026-12-01`: in force from the beginning of this day, UTC+7. */
  validFrom: string;
  percentBp: number;
  fixedVnd: number;
  minVnd: number;
  maxVnd: number | null;
  vatClass: VatClass;
  /** Who takes and invoices the fee. */
  operatorId: string;
  submittedBy: string;
  createdAt: Date;
};
export const FeeSchedules = new EntitySchema<FeeSchedule>({
  name: 'fee_schedules',
  columns: {
    id: primaryId,
    number: count({ unique: true }),
    validFrom: day(),
    percentBp: count(),
    fixedVnd: big(),
    minVnd: big(),
    maxVnd: big({ nullable: true }),
    vatClass: text(),
    operatorId: reference('organisations'),
    submittedBy: reference('members'),
    createdAt: moment(),
    ...stateColumns,
  },
});

/** One version of how money goes: with a payment function or without, on which rails, with how much of a reserve. */
export type MoneySetting = Stateful & {
  number: number;
  paymentFunction: boolean;
  card: boolean;
  bank: boolean;
  reserveBp: number;
  reserveDays: number;
  why: string;
  submittedBy: string;
  createdAt: Date;
};
export const MoneySettings = new EntitySchema<MoneySetting>({
  name: 'money_settings',
  columns: {
    id: primaryId,
    number: count({ unique: true }),
    paymentFunction: flag(true),
    card: flag(true),
    bank: flag(true),
    reserveBp: count({ default: 0 }),
    reserveDays: count({ default: 0 }),
    why: text(),
    submittedBy: reference('members'),
    createdAt: moment(),
    ...stateColumns,
  },
  checks: [
    { name: 'money_settings_reserve', expression: 'reserve_bp between 0 and 5000 and reserve_days between 0 and 180' },
  ],
});
