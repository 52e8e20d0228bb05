import { feeScheduleLifecycle } from '../../contracts/lifecycles/fee-schedule.js';
import { subject } from '../lifecycle/advance.js';
import { FeeSchedules } from './tables.js';

export const feeScheduleSubject = subject(feeScheduleLifecycle, FeeSchedules, (row) => [row.id, row.operatorId]);
