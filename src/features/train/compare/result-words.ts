import { mcNemar } from '../../../measures/paired.ts';

/** The usual bar for "unlikely to be chance". */
const unlikely = 0.05;
const leastTold = 0.001;

/** What errors that only A or only B makes say of the two, in one sentence. */
export function chanceWords(onlyA: number, onlyB: number): string {
  if (onlyA + onlyB === 0) return 'Neither makes an error that the other does not make.';
  const p = mcNemar(onlyA, onlyB);
  const told = `p ${p < leastTold ? `< ${leastTold}` : `= ${p.toPrecision(2)}`}, McNemar’s exact test`;
  const better = onlyA < onlyB ? 'A' : 'B';
  return p < unlikely
    ? `${better} is better, and chance alone is unlikely to make such a difference (${told}).`
    : `The difference may be chance (${told}).`;
}
