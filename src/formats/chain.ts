import { t } from '../language/language.ts';
import { ExpectationError } from '../lib/expect.ts';
import { formatExact } from '../lib/format-sizes.ts';
import { type Activation, scaledTanh } from '../network/activation.ts';
import type { Architecture, Layer } from '../network/architecture.ts';
import { digitSide, inputSide, padding } from '../network/rasters.ts';
import { anotherNetwork } from './metadata.ts';

/**
 * What a network computes, as a list of operations in plain words: two formats are read into it, and it is the
 * network that is expected or it is not. Weights of the right shapes belong to another network where an activation or
 * the pooling differs.
 */
export type Operation =
  | { readonly kind: 'pad'; readonly by: number }
  /** Every value times a number, plus a number, and the padding before that. */
  | { readonly kind: 'scale'; readonly by: number; readonly plus: number; readonly padding: number }
  /** Each map by itself with a kernel of its own, in windows that do not overlap. */
  | { readonly kind: 'depthwise'; readonly window: number; readonly stride: number }
  | { readonly kind: 'convolution'; readonly maps: number; readonly window: number; readonly padding: number }
  | { readonly kind: 'dense'; readonly units: number }
  | { readonly kind: 'flatten' }
  /** "tanh", "relu", "average pooling": of one word or two, it has no more to say. */
  | { readonly kind: 'plain'; readonly name: string };

export const plain = (name: string): Operation => ({ kind: 'plain', name });
export const scale = (by: number, plus = 0): Operation => ({ kind: 'scale', by, plus, padding: 0 });

export const averagePooling = 'average pooling';
export const maxPooling = 'max pooling';
/** After these a network gives probabilities; without, the logits that they are made from. The weights are the same. */
const atEnd = ['softmax', 'log softmax'];

/**
 * @param side of the input image; null where the file does not say
 * @throws ExpectationError naming the first operation that differs
 */
export function expectComputes(
  architecture: Architecture,
  operations: readonly Operation[],
  side: number | null,
  file: string,
): void {
  const got = simplified(architecture, operations);
  const first = got[0];
  const around = first && 'padding' in first ? first.padding : 0;
  const expected = expectedOf(architecture).map((each, at) =>
    at === 0 && 'padding' in each ? { ...each, padding: around } : each,
  );
  const place = anotherNetwork(file, architecture);
  expected.forEach((operation, at) => {
    const ours = inWords(operation);
    const theirs = at < got.length ? inWords(got[at] as Operation) : t`nothing more`;
    if (ours !== theirs) throw differs(place, at, ours, theirs);
  });
  const more = got
    .slice(expected.length)
    .filter((each) => !(each.kind === 'plain' && atEnd.includes(each.name)));
  if (more[0]) throw differs(place, expected.length, t`softmax or the end`, inWords(more[0]));
  const fits = (side ?? (around === 0 ? inputSide : digitSide)) + 2 * around === inputSide;
  if (fits) return;
  throw new ExpectationError(
    t`${place}, input: expected ${digitSide} x ${digitSide} pixels with a padding of ${padding}, or ${inputSide} x ${inputSide} without, got ${side === null ? t`another image` : `${side} x ${side}`} with a padding of ${around}`,
  );
}

function differs(place: string, at: number, expected: string, got: string): ExpectationError {
  return new ExpectationError(t`${place}, operation ${at + 1}: expected ${expected}, got ${got}`);
}

function expectedOf({ layers, inputLevels }: Architecture): Operation[] {
  const { paper, ink } = inputLevels;
  const scaled = paper === 0 && ink === 1 ? [] : [scale(ink - paper, paper)];
  return [...scaled, ...layers.flatMap(operationsOf)];
}

/** The softmax is left to what may stand at the end. */
function operationsOf({ kind, maps, window, stride, activation }: Layer): Operation[] {
  const after = activationOperations(activation);
  switch (kind) {
    case 'input':
      return [];
    case 'pooling':
      return [plain(averagePooling), ...after];
    case 'subsampling':
      return [{ kind: 'depthwise', window, stride }, ...after];
    case 'dense':
    case 'rbf':
      return [{ kind: 'dense', units: maps }, ...after];
    case 'convolution':
      return [{ kind, maps, window, padding: 0 }, ...after];
  }
}

function activationOperations(activation: Activation): Operation[] {
  switch (activation) {
    case 'none':
    case 'softmax':
      return [];
    case 'tanh':
      return [plain(activation)];
    case 'scaled-tanh':
      return [scale(scaledTanh.steepness), plain('tanh'), scale(scaledTanh.amplitude)];
  }
}

/** Padding joins the operation after it, scales one another, and a convolution over all of S4 is C5 as a dense layer. */
function simplified({ layers }: Architecture, operations: readonly Operation[]): Operation[] {
  const firstDense = layers.findIndex(({ kind }) => kind === 'dense');
  const whole = layers[firstDense];
  const mapsEnd = layers.slice(0, firstDense).flatMap(operationsOf).length;
  const result: Operation[] = [];
  let padded = 0;
  for (const operation of operations) {
    switch (operation.kind) {
      case 'pad':
        padded += operation.by;
        break;
      case 'flatten':
        // In between it would mix places and maps.
        if (result.length > 0 && result.length < mapsEnd) result.push(plain(t`another shape`));
        break;
      case 'scale': {
        const before = result.at(-1);
        if (before?.kind === 'scale' && padded === 0) {
          const { by, plus } = operation;
          const one = { by: before.by * by, plus: before.plus * by + plus };
          result[result.length - 1] = { ...before, ...one };
        } else result.push({ ...operation, padding: padded });
        padded = 0;
        break;
      }
      case 'convolution': {
        const { maps, window } = operation;
        const around = operation.padding + padded;
        padded = 0;
        const isWhole = maps === whole?.maps && window === whole.window && around === 0;
        result.push(isWhole ? { kind: 'dense', units: maps } : { ...operation, padding: around });
        break;
      }
      default:
        if (padded > 0) result.push(plain(t`padding of ${padded}`));
        padded = 0;
        result.push(operation);
    }
  }
  return result;
}

function inWords(operation: Operation): string {
  switch (operation.kind) {
    case 'convolution': {
      const { maps, window, padding } = operation;
      return t`a convolution to ${maps} maps, ${window} x ${window}, padding ${padding}`;
    }
    case 'dense':
      return t`a dense layer of ${operation.units}`;
    case 'scale': {
      // As many places as 32-bit floats hold.
      const { padding } = operation;
      const by = formatExact(Number(operation.by.toPrecision(6)));
      const plus = formatExact(Number(operation.plus.toPrecision(6)));
      return padding > 0
        ? t`values times ${by} plus ${plus}, padding ${padding}`
        : t`values times ${by} plus ${plus}`;
    }
    case 'depthwise': {
      const { window, stride } = operation;
      return t`a convolution of each map, ${window} x ${window}, strides ${stride}`;
    }
    case 'plain':
      return plainInWords(operation.name);
    default:
      return operation.kind;
  }
}

/** What files call an operation may be of any length. */
export function plainInWords(name: string): string {
  switch (name) {
    case averagePooling:
      return t`average pooling`;
    case maxPooling:
      return t`max pooling`;
    default:
      return name.slice(0, 100);
  }
}
