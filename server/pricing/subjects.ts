import { feeScheduleLifecycle } from '../../contracts/lifecycles/fee-schedule.js';
import { moneySettingLifecycle } from '../../contracts/lifecycles/money-setting.js';
import { subject } from '../lifecycle/advance.js';
import { FeeSchedules, MoneySettings } from './tables.js';

export const feeScheduleSubject = subject(feeScheduleLifecycle, FeeSchedules, (row) => [row.id, row.operatorId]);
export const moneySettingSubject = subject(moneySettingLifecycle, MoneySettings, (row) => [row.id]);
