import { t } from '../../language/language.ts';
import { inWords } from '../../lib/expect.ts';
import { localised } from '../../lib/format.ts';
import type { Result } from '../../lib/result.ts';

/** What a number typed by hand may be; both ends included. */
export interface NumberLimits {
  readonly from: number;
  readonly to: number;
  readonly whole: boolean;
}

/** Reads a number as people and addresses write it: "64", "0.002", "0,002", "2e-3". */
export function parseNumber(text: string, { from, to, whole }: NumberLimits): Result<{ value: number }> {
  const trimmed = text.trim();
  // "60.000" is sixty for some, and sixty thousand for others.
  const isUnclear = whole && /[.,]/.test(trimmed);
  const isNumber = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i.test(trimmed);
  const value = isNumber && !isUnclear ? Number(trimmed.replace(',', '.')) : Number.NaN;
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return { ok: true, value };
  const [least, most, got] = [typedText(from), typedText(to), inWords(trimmed)];
  return {
    ok: false,
    reason: whole
      ? t`expected a whole number from ${least} to ${most}, got ${got}`
      : t`expected a number from ${least} to ${most}, got ${got}`,
  };
}

/** A number as a person would type it, with the decimal mark of the page's language. */
export function typedText(value: number): string {
  return localised(String(value));
}
