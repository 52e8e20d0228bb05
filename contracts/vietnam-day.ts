/** The day of a moment by the calendar of UTC+7 (no summer time), as `2026-12-31`. */
export function vietnamDay(moment: Date): string {
  return new Date(moment.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}
