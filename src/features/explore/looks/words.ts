import type { LooksFor } from '../../../explain/looks-for.ts';
import { type Edit, editText, parametersOwner, targetText } from '../../../explain/surgery.ts';
import type { Target } from '../../../explain/target.ts';
import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { formatCount, formatFixed, formatPercent, formatValue } from '../../../lib/format.ts';
import { formatExact } from '../../../lib/format-sizes.ts';
import { largestValue } from '../../../network/activation.ts';
import { type Architecture, type Layer, layerNamed } from '../../../network/architecture.ts';
import { mapText } from '../../../ui/network/words.ts';

/** "C3, map 4". */
export function headingText(layer: Layer, { map }: Target): string {
  return `${layer.name}, ${mapText(layer, map)}`;
}

/** A value where there is little room: "0.61", of a probability "61.0 %". */
export function shortText({ activation }: Layer, value: number, decimals = 2): string {
  if (activation === 'softmax') return formatPercent(value);
  return formatFixed(value, decimals);
}

/** A mean of one class, told apart from those of the others: "0.61", or "0.013" on a narrow scale. */
export function meanText(layer: Layer, { from, to }: LooksFor['scale'], mean: number): string {
  return shortText(layer, mean, to - from < 0.2 ? 3 : 2);
}

/** A value as the network's figure shows it: "0.614". */
export function exactText({ activation }: Layer, value: number): string {
  return activation === 'softmax' ? formatPercent(value) : formatValue(value);
}

/** Class means that lie closer together, as a share of the scale of all values, say nothing of the classes. */
const leastSpread = 0.15;

/** Which digits it answers to most and least: "C3 map 4 is strongest for 7: mean 0.61." */
export function classesText(architecture: Architecture, { classes, scale, target }: LooksFor): string {
  const layer = layerNamed(architecture, target.layer);
  const seen = classes.filter(({ total }) => total > 0).toSorted((a, b) => b.mean - a.mean);
  const [most, least] = [seen[0], seen.at(-1)];
  if (!most || !least) return '';
  if (most.mean - least.mean < leastSpread * (scale.to - scale.from))
    return t`${targetText(architecture, target)} differs little from digit to digit.`;
  return t`${targetText(architecture, target)} is strongest for ${most.label}: mean ${meanText(layer, scale, most.mean)}. It is weakest for ${least.label}: mean ${meanText(layer, scale, least.mean)}.`;
}

/** What a target that is switched off or frozen gives, whatever it reads; null for one that computes. */
export function heldValue(architecture: Architecture, edits: readonly Edit[], target: Target): number | null {
  const owner = parametersOwner(architecture, target);
  const edit = edits.find((one) => {
    const { layer, map } = parametersOwner(architecture, one);
    return layer === owner.layer && map === owner.map;
  });
  if (edit?.kind === 'frozen') return edit.mean;
  return edit?.kind === 'off' ? 0 : null;
}

/** "C3 map 4 gives 0.00 for every digit now." */
export function heldText(architecture: Architecture, target: Target, value: number): string {
  const text = shortText(layerNamed(architecture, target.layer), value);
  return value === 0
    ? t`${targetText(architecture, target)} is switched off: it gives ${text} for every digit.`
    : t`${targetText(architecture, target)} is frozen: it gives ${text} for every digit.`;
}

/** The same digits, all with one value. */
export function heldAt<Found extends LooksFor>(found: Found, value: number): Found {
  const scale = { from: Math.min(found.scale.from, value), to: Math.max(found.scale.to, value) };
  const share = (value - scale.from) / (scale.to - scale.from);
  const classes = found.classes.map(({ label, total, mean, counts }) => {
    const bin = Math.min(counts.length - 1, Math.floor(share * counts.length));
    return {
      label,
      total,
      mean: total > 0 ? value : mean,
      counts: counts.map((_, at) => (at === bin ? total : 0)),
    };
  });
  return { ...found, classes, scale };
}

/** Closer than this to the largest value, a value shows as it does. */
const shownAlike = 5e-4;

/** For a target that nine digits or more drive to the end of its squashing function; "" for any other. */
export function saturatedText({ activation }: Layer, { strongest, weakest }: LooksFor): string {
  // Plain means are of tanh, and end where it does.
  const most = activation === 'none' ? 1 : largestValue(activation);
  const ends = (strongest.at(-1)?.value ?? 0) >= most - shownAlike;
  if (activation === 'softmax' || !ends) return '';
  return (weakest[0]?.value ?? 0) >= 0.9 * most
    ? t`Values end at ${formatExact(most)}, and every digit brings some place of this map close to it.`
    : t`Values end at ${formatExact(most)}: several digits come so close that they all show as ${formatValue(most)}.`;
}

/** What the values by class are. */
export function classesHint(layer: Layer): string {
  if (layer.activation === 'softmax')
    return t`The probability of this digit for every test digit, by what it is.`;
  return layer.kind === 'dense'
    ? t`The value of this unit for every test digit, by what it is.`
    : t`The average over the whole map for every test digit, by what it is.`;
}

/** "97.9 % before, 91.2 % now" */
export function accuracyText(before: number, now: number): string {
  return t`${formatPercent(before)} before, ${formatPercent(now)} now`;
}

/** "1,000 MNIST test digits", "1,000 digits of synthetic handwriting". */
export function digitsText({ total, of }: { readonly total: number; readonly of: string }): string {
  return of === 'MNIST'
    ? plural(total)`${formatCount(total)} MNIST test digit | ${formatCount(total)} MNIST test digits`
    : plural(
        total,
      )`${formatCount(total)} digit of synthetic handwriting | ${formatCount(total)} digits of synthetic handwriting`;
}

/** A name for the network that is kept: "C3 map 4 off and 2 more changes". */
export function operationName(architecture: Architecture, edits: readonly Edit[]): string {
  const [first, ...more] = edits;
  if (!first) return '';
  const change = editText(architecture, first);
  if (more.length === 0) return change;
  return plural(
    more.length,
  )`${change} and ${more.length} more change | ${change} and ${more.length} more changes`;
}
