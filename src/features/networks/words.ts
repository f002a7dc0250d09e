import { dataTitle } from '../../data/sources/synthetic-source.ts';
import { t } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import { formatCount } from '../../lib/format.ts';
import type { NetworkProvenance } from '../../network/provenance.ts';
import { formatMoment } from '../../ui/run-words.ts';
import { namedFacts } from './known-facts.ts';

interface Fact {
  readonly group: 'Origin' | 'Settings' | 'Results';
  readonly name: string;
  readonly value: string;
}

export function groupName(group: Fact['group']): string {
  if (group === 'Origin') return t`Origin`;
  return group === 'Settings' ? t`Settings` : t`Results`;
}

function wayOf(made: NetworkProvenance['made']): string {
  switch (made) {
    case 'shipped':
      return t`Comes with this app`;
    case 'trained':
      return t`Trained here`;
    case 'fine-tuned':
      return t`Trained further`;
    case 'edited':
      return t`Changed by hand`;
    case 'imported':
      return t`Imported`;
  }
}

/** "Trained on MNIST": how it was made, and from what. */
function beginningOf({ made, from, dataName: data }: NetworkProvenance): string {
  const dataName = data && dataTitle(data);
  switch (made) {
    case 'trained':
      return dataName === null ? t`Trained` : t`Trained on ${dataName}`;
    case 'fine-tuned':
      if (from === null) return dataName === null ? wayOf(made) : t`Trained further on ${dataName}`;
      return dataName === null
        ? t`Trained further from “${from}”`
        : t`Trained further from “${from}” on ${dataName}`;
    case 'edited':
      return from === null ? wayOf(made) : t`Changed by hand from “${from}”`;
    case 'imported':
      return from === null ? wayOf(made) : t`Imported from ${from}`;
    case 'shipped':
      return wayOf(made);
  }
}

/** "Trained on MNIST, 8,600 steps, seed 1, 24 November, 14:02". */
export function summaryOf(provenance: NetworkProvenance, now = Date.now()): string {
  const { made, steps, seed, madeAt } = provenance;
  const rest = [
    steps === null ? null : plural(steps)`${formatCount(steps)} step | ${formatCount(steps)} steps`,
    seed === null || made === 'shipped' ? null : t`seed ${seed}`,
    madeAt === null ? null : formatMoment(madeAt, now),
  ];
  return [beginningOf(provenance), ...rest.filter((part) => part !== null)].join(', ');
}

/** Everything that is known, in the order in which it is shown. */
export function factsOf(provenance: NetworkProvenance, now = Date.now()): Fact[] {
  const { made, madeAt, from, appVersion, dataName, seed, steps } = provenance;
  const origin: [string, string | null][] = [
    [t`Made`, wayOf(made)],
    [t`When`, madeAt === null ? null : formatMoment(madeAt, now)],
    [t`From`, from],
    [t`Data`, dataName && dataTitle(dataName)],
    [t`Seed`, seed === null ? null : String(seed)],
    [t`Steps`, steps === null ? null : formatCount(steps)],
    [t`App`, appVersion === null ? null : `LeNet Lab ${appVersion}`],
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
