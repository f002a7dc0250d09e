import type { NetworkProvenance } from '../../lenet/provenance.ts';
import { formatCount, formatPercent, nameInWords } from '../../lib/format.ts';
import { formatMoment } from '../../ui/train/words.ts';

/** How a network came to be, in words. */

export interface Fact {
  readonly group: 'Origin' | 'Settings' | 'Results';
  readonly name: string;
  readonly value: string;
}

const ways: Readonly<Record<NetworkProvenance['made'], string>> = {
  shipped: 'Comes with this app',
  trained: 'Trained here',
  'fine-tuned': 'Trained further',
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
  const { made, madeAt, from, appVersion, dataName, seed, steps, settings, results } = provenance;
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
    ...Object.entries(settings).map(
      ([name, value]): Fact => ({ group: 'Settings', name: nameInWords(name), value: valueText(value) }),
    ),
    ...Object.entries(results).map(
      ([name, value]): Fact => ({
        group: 'Results',
        name: nameInWords(name),
        value: isShare(name) ? formatPercent(value, 2) : valueText(value),
      }),
    ),
  ];
}

function valueText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return formatCount(value);
  return Math.abs(value) < 1e-4 ? value.toExponential(2) : String(Number(value.toPrecision(5)));
}

function isShare(name: string): boolean {
  return /accuracy/i.test(name);
}

/** The figure that a network is known by: of the test images, else of those kept for validation. */
export function accuracyOf({ results }: NetworkProvenance): { share: number; of: string } | null {
  const { testAccuracy, validationAccuracy, syntheticTestAccuracy } = results;
  if (testAccuracy !== undefined) return { share: testAccuracy, of: 'of the test images' };
  if (validationAccuracy !== undefined) return { share: validationAccuracy, of: 'of the validation images' };
  if (syntheticTestAccuracy !== undefined) return { share: syntheticTestAccuracy, of: 'of synthetic digits' };
  return null;
}

export interface ComparedFact {
  readonly group: Fact['group'];
  readonly name: string;
  /** One a network; null where nothing is known. */
  readonly values: readonly [string | null, string | null];
}

/** Both networks' facts side by side: those in which they differ, and how many are the same. */
export function differences(
  first: NetworkProvenance,
  second: NetworkProvenance,
  now = Date.now(),
): { readonly different: readonly ComparedFact[]; readonly same: number } {
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
  const different = all.filter(({ values: [a, b] }) => a !== b);
  return { different, same: all.length - different.length };
}
