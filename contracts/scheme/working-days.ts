/** What differs from Monday to Friday: days off that fall on weekdays, and Saturdays that are worked in exchange. */
export type Calendar = ReadonlyMap<string, 'off' | 'working'>;

const dayLength = 86_400_000;
/** Viet Nam keeps UTC+7 all year. */
const offset = 7 * 3_600_000;

/** Whether a day (`2026-11-24`, Viet Nam) is worked: Monday to Friday, unless the calendar says otherwise. Pure. */
export function isWorkingDay(day: string, calendar: Calendar): boolean {
  const exception = calendar.get(day);
  if (exception) return exception === 'working';
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/**
 * The end (midnight in Viet Nam) of the `days`-th working day after the day of `from`; the day of receipt is not counted
 * (Civil Code 2015, Art. 147(2); a limit in working days leaves holidays out). Pure.
 */
export function afterWorkingDays(from: Date, days: number, calendar: Calendar): Date {
  let midnight = Math.floor((from.getTime() + offset) / dayLength) * dayLength;
  for (let left = days; left > 0; ) {
    midnight += dayLength;
    if (isWorkingDay(new Date(midnight).toISOString().slice(0, 10), calendar)) left -= 1;
  }
  return new Date(midnight + dayLength - offset);
}
