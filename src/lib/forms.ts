import * as v from 'valibot';
import { t } from '../language/language.ts';

/** Forms of plain values that storage and files share. */

export const finite = v.pipe(v.number(), v.finite());
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const lastDate = Date.UTC(10_000, 0, 1) - 1;

/** Milliseconds since 1970. No clock is right after the year 9999, and dates with longer years are written differently. */
export const time = v.pipe(
  v.number(),
  v.check(
    (ms) => ms >= 0 && ms <= lastDate,
    ({ input }) => t`expected a date from 1970 to 9999, got ${dateInWords(input)}`,
  ),
);

export function isDate(ms: number): boolean {
  return v.is(time, ms);
}

function dateInWords(ms: number): string {
  const year = new Date(ms).getUTCFullYear();
  return Number.isNaN(year) ? `${ms} ms` : t`the year ${year}`;
}
