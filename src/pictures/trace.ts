import { type Architecture, activationOf, outputOf } from '../network/architecture.ts';
import { receptiveFields } from '../network/receptive-field.ts';
import { topClass } from '../network/reference/reference.ts';
import { sameUnit, type Unit, unitValue, weightBetween } from '../network/unit.ts';

/** A rival must push this much harder than the unit shown so far, so that the trace does not flicker. */
const persistence = 1.25;

/**
 * One path through the network for the figure's lines: the most probable class, then in each layer
 * before the unit that pushes hardest towards the one already chosen (largest |weight * activation|;
 * without parameters the largest |activation|). From Output to Input, eight units.
 * @param previous the path shown so far: its units stay unless another is clearly stronger
 */
export function traceOf(
  architecture: Architecture,
  activations: Float32Array,
  parameters: Float32Array | null,
  previous: readonly Unit[] | null,
): Unit[] {
  const { name } = outputOf(architecture);
  const winner = topClass(activationOf(architecture, activations, name));
  let unit: Unit = { layer: name, map: winner, row: 0, column: 0 };
  const path = [unit];
  for (let depth = 1; depth < architecture.layers.length; depth++) {
    unit = strongestSource(architecture, unit, activations, parameters, previous?.[depth] ?? null);
    path.push(unit);
  }
  return path;
}

function strongestSource(
  architecture: Architecture,
  unit: Unit,
  activations: Float32Array,
  parameters: Float32Array | null,
  shown: Unit | null,
): Unit {
  const field = receptiveFields(architecture, unit)[0];
  if (!field) throw new Error('strongestSource: expected a layer with one before it, got Input');
  let best: Unit = { layer: field.layer, map: 0, row: field.rowFrom, column: field.columnFrom };
  let bestPush = -1;
  for (let row = field.rowFrom; row < field.rowTo; row++) {
    for (let column = field.columnFrom; column < field.columnTo; column++) {
      for (const map of field.maps) {
        const source = { layer: field.layer, map, row, column };
        const weight = parameters ? weightBetween(architecture, parameters, source, unit) : 1;
        const push =
          Math.abs(weight * unitValue(architecture, activations, source)) *
          (sameUnit(source, shown) ? persistence : 1);
        if (push > bestPush) {
          best = source;
          bestPush = push;
        }
      }
    }
  }
  return best;
}
