import { EntitySchema } from 'typeorm';
import type { VatClass } from '../../contracts/scheme/vat.js';
import { big, count, day, moment, primaryId, reference, type Stateful, stateColumns, text } from '../kernel/columns.js';

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
