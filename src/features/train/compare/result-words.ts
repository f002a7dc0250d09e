import { t } from '../../../language/language.ts';
import { formatDigits, formatExact } from '../../../lib/format-sizes.ts';
import { mcNemar } from '../../../measures/paired.ts';

/** The usual bar for "unlikely to be chance". */
const unlikely = 0.05;
const leastTold = 0.001;

/** What errors that only A or only B makes say of the two, in one sentence. */
export function chanceWords(onlyA: number, onlyB: number): string {
  if (onlyA + onlyB === 0) return t`Neither makes an error that the other does not make.`;
  const p = mcNemar(onlyA, onlyB);
  const told = p < leastTold ? `p < ${formatExact(leastTold)}` : `p = ${formatDigits(p, 2)}`;
  const better = onlyA < onlyB ? 'A' : 'B';
  return p < unlikely
    ? t`${better} is better, and chance alone is unlikely to make such a difference (${told}, McNemar’s exact test).`
    : t`The difference may be chance (${told}, McNemar’s exact test).`;
}
