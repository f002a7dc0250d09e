import { inWords } from '../../lib/expect.ts';
import type { Result } from '../../lib/result.ts';

/** What a number typed by hand may be; both ends included. */
export interface NumberLimits {
  readonly from: number;
  readonly to: number;
  readonly whole: boolean;
}

/** Reads a number as people and addresses write it: "64", "0.002", "2e-3". */
export function parseNumber(text: string, { from, to, whole }: NumberLimits): Result<{ value: number }> {
  const trimmed = text.trim();
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return { ok: true, value };
  const wanted = `a ${whole ? 'whole number' : 'number'} from ${from} to ${to}`;
  return { ok: false, reason: `expected ${wanted}, got ${inWords(trimmed)}` };
}
