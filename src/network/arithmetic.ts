import { type Activation, activated } from './activation.ts';
import { hasParameter, type Layer, layerNamed, type Network, outputOf, tensorOf } from './architecture.ts';
import { receptiveFields } from './receptive-field.ts';
import { type Unit, unitValue, weightBetween } from './unit.ts';

/**
 * One product of a unit's sum: the value of a unit of the layer before, times the weight with which it is read. Of an
 * RBF unit, minus the square of their difference.
 */
export interface Term {
  readonly source: Unit;
  readonly value: number;
  readonly weight: number;
  readonly product: number;
}

/** What one unit computes, from the values that the layer before has. */
export interface Arithmetic {
  readonly unit: Unit;
  /** Every value that the unit reads: row by row, and map by map at each place. */
  readonly terms: readonly Term[];
  /** 0 for layers that have none. */
  readonly bias: number;
  /** The bias and all products. */
  readonly sum: number;
  readonly activation: Activation;
  /** Activation of the sum. */
  readonly value: number;
  /** Of a softmax, which needs the other classes: all sums, what each is e to the power of, and their total. */
  readonly shares: Shares | null;
}

interface Shares {
  readonly sums: readonly number[];
  /** exp(sum - highest sum): the highest is taken off all of them, which changes no share. */
  readonly exponentials: readonly number[];
  readonly total: number;
}

/**
 * The arithmetic of a unit, added up in float64: for C1 and C3 window x kernel + bias, for S2 and S4 the mean of
 * four or their sum times a coefficient, plus a bias, for dense layers all inputs x weights + bias (LeCun et al. 1998, section II.B).
 * @param activations A floats, as an engine's forward pass gave them
 * @throws ExpectationError for a unit of the input, which computes nothing, or one that the layer does not have
 */
export function arithmeticOf(network: Network, activations: Float32Array, unit: Unit): Arithmetic {
  const { architecture } = network;
  const { activation } = layerNamed(architecture, unit.layer);
  const added = sumOf(network, activations, unit);
  const { sum } = added;
  if (activation !== 'softmax') {
    const value = activated(activation, sum);
    return { unit, ...added, activation, value, shares: null };
  }
  const classes = Array.from({ length: outputOf(architecture).maps }, (_, map) => ({ ...unit, map }));
  const sums = classes.map((one) => sumOf(network, activations, one).sum);
  const highest = sums.reduce((a, b) => Math.max(a, b));
  const exponentials = sums.map((one) => Math.exp(one - highest));
  const total = exponentials.reduce((a, b) => a + b);
  const shares = { sums, exponentials, total };
  return { unit, ...added, activation, value: Math.exp(sum - highest) / total, shares };
}

function sumOf({ architecture, parameters }: Network, activations: Float32Array, unit: Unit) {
  const [field] = receptiveFields(architecture, unit);
  if (!field) throw new Error(`arithmeticOf: expected a layer with one before it, got ${unit.layer}`);
  const layer = layerNamed(architecture, unit.layer);
  const terms: Term[] = [];
  for (let row = field.rowFrom; row < field.rowTo; row++) {
    for (let column = field.columnFrom; column < field.columnTo; column++) {
      for (const map of field.maps) {
        const source = { layer: field.layer, map, row, column };
        const value = unitValue(architecture, activations, source);
        const weight = weightBetween(architecture, parameters, source, unit);
        terms.push({ source, value, weight, product: productOf(layer, value, weight) });
      }
    }
  }
  const bias = biasOf({ architecture, parameters }, unit.layer, unit.map) ?? 0;
  return { terms, bias, sum: terms.reduce((sum, { product }) => sum + product, bias) };
}

function productOf({ kind }: Layer, value: number, weight: number): number {
  return kind === 'rbf' ? -((value - weight) ** 2) : value * weight;
}

/** The bias of one map or unit; undefined where the layer has none. */
export function biasOf(network: Network, name: string, map: number): number | undefined {
  return ofMap(network, name, 'bias', map);
}

/** The trained coefficient of one map; undefined where the layer has none. */
export function coefficientOf(network: Network, name: string, map: number): number | undefined {
  return ofMap(network, name, 'coefficient', map);
}

function ofMap(
  { architecture, parameters }: Network,
  name: string,
  role: 'bias' | 'coefficient',
  map: number,
) {
  if (!hasParameter(layerNamed(architecture, name), role)) return undefined;
  return parameters[tensorOf(architecture, name, role).offset + map];
}
