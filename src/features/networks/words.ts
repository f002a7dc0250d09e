import { formatCount } from '../../lib/format.ts';
import type { NetworkProvenance } from '../../network/provenance.ts';
import { formatMoment } from '../../ui/run-words.ts';
import { namedFacts } from './known-facts.ts';

interface Fact {
  readonly group: 'Origin' | 'Settings' | 'Results';
  readonly name: string;
  readonly value: string;
}

const ways: Readonly<Record<NetworkProvenance['made'], string>> = {
  shipped: 'Comes with this app',
  trained: 'Trained here',
  'fine-tuned': 'Trained further',
  edited: 'Changed by hand',
  imported: 'Imported',
};

/** "Trained on MNIST, 8,600 steps, seed 1, 24 November, 14:02". */
export function summaryOf(provenance: NetworkProvenance, now = Date.now()): string {
  const { made, from, dataName, steps, seed, madeAt } = provenance;
  const on = dataName === null ? '' : ` on ${dataName}`;
  const beginning = {
    shipped: 'Comes with this app',
    trained: `Trained${on}`,
    'fine-tuned': `Trained further${from === null ? '' : ` from “${from}”`}${on}`,
    edited: `Changed by hand${from === null ? '' : ` from “${from}”`}`,
    imported: from === null ? 'Imported' : `Imported from ${from}`,
  }[made];
  const rest = [
    steps === null ? null : `${formatCount(steps)} ${steps === 1 ? 'step' : 'steps'}`,
    seed === null || made === 'shipped' ? null : `seed ${seed}`,
    madeAt === null ? null : formatMoment(madeAt, now),
  ];
  return [beginning, ...rest.filter((part) => part !== null)].join(', ');
}

/** Everything that is known, in the order in which it is shown. */
export function factsOf(provenance: NetworkProvenance, now = Date.now()): Fact[] {
  const { made, madeAt, from, appVersion, dataName, seed, steps } = provenance;
  const origin: [string, string | null][] = [
    ['Made', ways[made]],
    ['When', madeAt === null ? null : formatMoment(madeAt, now)],
    ['From', from],
    ['Data', dataName],
    ['Seed', seed === null ? null : String(seed)],
    ['Steps', steps === null ? null : formatCount(steps)],
    ['App', appVersion === null ? null : `LeNet Lab ${appVersion}`],
  ];
  return [
    ...origin.flatMap(([name, value]): Fact[] => (value === null ? [] : [{ group: 'Origin', name, value }])),
    ...namedFacts(provenance),
  ];
}

/** Which images a share was measured on: shares of different kinds say nothing of one another. */
export type AccuracyKind = 'test' | 'own test' | 'validation' | 'synthetic';

/** The figure that a network is known by: MNIST's test images, else the next best that was measured. */
export function accuracyOf({ results }: NetworkProvenance): { kind: AccuracyKind; share: number } | null {
  const { testAccuracy, ownTestAccuracy, validationAccuracy, syntheticTestAccuracy } = results;
  if (testAccuracy !== undefined) return { kind: 'test', share: testAccuracy };
  if (ownTestAccuracy !== undefined) return { kind: 'own test', share: ownTestAccuracy };
  if (validationAccuracy !== undefined) return { kind: 'validation', share: validationAccuracy };
  if (syntheticTestAccuracy !== undefined) return { kind: 'synthetic', share: syntheticTestAccuracy };
  return null;
}

export interface ComparedFact {
  readonly group: Fact['group'];
  readonly name: string;
  /** One a network; null where nothing is known. */
  readonly values: readonly [string | null, string | null];
}

/** Both networks' facts side by side: those that differ, those that only one has, and those that are the same. */
export function differences(
  first: NetworkProvenance,
  second: NetworkProvenance,
  now = Date.now(),
): Readonly<Record<'different' | 'ofOne' | 'same', readonly ComparedFact[]>> {
  const sides = [factsOf(first, now), factsOf(second, now)];
  const find = (side: number, fact: Fact) =>
    sides[side]?.find(({ group, name }) => group === fact.group && name === fact.name)?.value ?? null;
  const seen = new Set<string>();
  const all = (['Origin', 'Settings', 'Results'] as const)
    .flatMap((group) => sides.flat().filter((fact) => fact.group === group))
    .filter(({ group, name }) => {
      const key = `${group} ${name}`;
      return !seen.has(key) && seen.add(key);
    })
    .map(
      (fact): ComparedFact => ({
        group: fact.group,
        name: fact.name,
        values: [find(0, fact), find(1, fact)],
      }),
    );
  const ofOne = all.filter(({ values: [a, b] }) => a === null || b === null);
  const ofBoth = all.filter((fact) => !ofOne.includes(fact));
  return {
    different: ofBoth.filter(({ values: [a, b] }) => a !== b),
    ofOne,
    same: ofBoth.filter(({ values: [a, b] }) => a === b),
  };
}
