import { ExpectationError } from '../lib/expect.ts';
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
  | { readonly kind: 'convolution'; readonly maps: number; readonly window: number; readonly padding: number }
  | { readonly kind: 'dense'; readonly units: number }
  | { readonly kind: 'flatten' }
  /** "tanh", "relu", "average pooling": of one word or two, it has no more to say. */
  | { readonly kind: 'plain'; readonly name: string };

export const plain = (name: string): Operation => ({ kind: 'plain', name });

export const averagePooling = 'average pooling';
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
  const around = first?.kind === 'convolution' ? first.padding : 0;
  const expected = architecture.layers.flatMap((layer, at) => operationsOf(layer, at === 1 ? around : 0));
  const place = anotherNetwork(file, architecture);
  expected.forEach((operation, at) => {
    const ours = inWords(operation);
    const theirs = at < got.length ? inWords(got[at] as Operation) : 'nothing more';
    if (ours !== theirs) throw differs(place, at, ours, theirs);
  });
  const more = got
    .slice(expected.length)
    .filter((each) => !(each.kind === 'plain' && atEnd.includes(each.name)));
  if (more[0]) throw differs(place, expected.length, 'softmax or the end', inWords(more[0]));
  const fits = (side ?? (around === 0 ? inputSide : digitSide)) + 2 * around === inputSide;
  if (fits) return;
  throw new ExpectationError(
    `${place}, input: expected ${digitSide} x ${digitSide} pixels with a padding of ${padding}, or ${inputSide} x ${inputSide} without, ` +
      `got ${side === null ? 'another image' : `${side} x ${side}`} with a padding of ${around}`,
  );
}

function differs(place: string, at: number, expected: string, got: string): ExpectationError {
  return new ExpectationError(`${place}, operation ${at + 1}: expected ${expected}, got ${got}`);
}

/** The softmax is left to what may stand at the end. */
function operationsOf({ kind, maps, window, activation }: Layer, padding: number): Operation[] {
  const after = activation === 'none' || activation === 'softmax' ? [] : [plain(activation)];
  switch (kind) {
    case 'input':
      return [];
    case 'pooling':
      return [plain(averagePooling), ...after];
    case 'dense':
      return [{ kind, units: maps }, ...after];
    case 'convolution':
      return [{ kind, maps, window, padding }, ...after];
    case 'subsampling':
    case 'rbf':
      return [plain(kind), ...after];
  }
}

/** Padding joins the convolution after it, and a convolution over all of S4 is C5 as a dense layer. */
function simplified({ layers }: Architecture, operations: readonly Operation[]): Operation[] {
  const firstDense = layers.findIndex(({ kind }) => kind === 'dense');
  const whole = layers[firstDense];
  const mapsEnd = layers.slice(0, firstDense).flatMap((layer) => operationsOf(layer, 0)).length;
  const result: Operation[] = [];
  let padded = 0;
  for (const operation of operations) {
    switch (operation.kind) {
      case 'pad':
        padded += operation.by;
        break;
      case 'flatten':
        // In between it would mix places and maps.
        if (result.length > 0 && result.length < mapsEnd) result.push(plain('another shape'));
        break;
      case 'convolution': {
        const { maps, window } = operation;
        const around = operation.padding + padded;
        padded = 0;
        const isWhole = maps === whole?.maps && window === whole.window && around === 0;
        result.push(isWhole ? { kind: 'dense', units: maps } : { ...operation, padding: around });
        break;
      }
      default:
        if (padded > 0) result.push(plain(`padding of ${padded}`));
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
      return `a convolution to ${maps} maps, ${window} x ${window}, padding ${padding}`;
    }
    case 'dense':
      return `a dense layer of ${operation.units}`;
    case 'plain':
      return operation.name.slice(0, 60);
    default:
      return operation.kind;
  }
}
