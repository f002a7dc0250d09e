import { inWords } from '../../lib/expect.ts';
import type { Result } from '../../lib/result.ts';

/** What a number typed by hand may be; both ends included. */
export interface NumberLimits {
  readonly from: number;
  readonly to: number;
  readonly whole: boolean;
}

type ParsedNumber = Result<{ readonly value: number }>;

/** "a whole number from 1 to 200". */
function limitsText({ from, to, whole }: NumberLimits): string {
  return `a ${whole ? 'whole number' : 'number'} from ${from} to ${to}`;
}

/** Reads a number as people and addresses write it: "64", "0.002", "2e-3". */
export function parseNumber(text: string, limits: NumberLimits): ParsedNumber {
  const trimmed = text.trim();
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
  const right = value >= limits.from && value <= limits.to && (!limits.whole || Number.isInteger(value));
  if (right) return { ok: true, value };
  return { ok: false, reason: `expected ${limitsText(limits)}, got ${inWords(trimmed)}` };
}
