import type { Engine } from '../../engines/engine.ts';
import { type DigitMap, mappedLayer } from '../../explain/digit-map.ts';
import { principalPlane } from '../../explain/plane.ts';
import { type Architecture, activationOf, layerNamed, outputOf } from '../../network/architecture.ts';
import { digitSize } from '../../network/rasters.ts';
import { topClass } from '../../network/reference/reference.ts';
import { HeldDigits, type HeldDigitsParts, type Report, type TestDigits } from './held-digits.ts';
import type { MappingWorker } from './mapping-contract.ts';
import { Newest } from './newest.ts';

interface MappingParts extends Omit<HeldDigitsParts, 'count'> {
  /** Serves one caller after the other with the engine, the caller's network of P floats loaded. */
  readonly inTurn: <Answer>(
    parameters: Float32Array,
    ask: (engine: Engine) => Promise<Answer>,
  ) => Promise<Answer>;
}

/** Digits that go through the engine between two breaths: their activations take 2 MB. */
const chunk = 50;

export function createMapping(parts: MappingParts): MappingWorker {
  const { inTurn, breathe } = parts;
  const newest = new Newest();
  // The Train page's few are not written together with the many that only Explore asks for.
  const held = new Map<number, HeldDigits>();
  const digitsOf = (count: number) => {
    const found = held.get(count) ?? new HeldDigits({ ...parts, count });
    held.set(count, found);
    return found;
  };
  return {
    mapDigits: (parameters, count, report) =>
      newest.only(async (signal) => {
        const test = await digitsOf(count).newest(report);
        signal.throwIfAborted();
        return inTurn(parameters, async (engine) => {
          signal.throwIfAborted();
          return mapOf(engine, test, async (share) => {
            report(share);
            await breathe();
            signal.throwIfAborted();
          });
        });
      }),
  };
}

async function mapOf(
  engine: Engine,
  { name, digits, labels }: TestDigits,
  breathe: (...told: Parameters<Report>) => Promise<void>,
): Promise<DigitMap> {
  const { architecture } = engine;
  const count = labels.length;
  const width = layerNamed(architecture, mappedLayer).maps;
  const values = new Float32Array(count * width);
  const answers = new Uint8Array(count);
  for (let from = 0; from < count; from += chunk) {
    const to = Math.min(count, from + chunk);
    const activations = await engine.forward(digits.subarray(from * digitSize, to * digitSize));
    for (let at = from; at < to; at++) {
      const of = activationsAt(architecture, activations, at - from);
      values.set(activationOf(architecture, of, mappedLayer), at * width);
      answers[at] = topClass(activationOf(architecture, of, outputOf(architecture).name));
    }
    await breathe(to / count);
  }
  return { of: name, digits: { digits, labels }, values, answers, plane: principalPlane(values, width) };
}

function activationsAt(
  { activationCount }: Architecture,
  activations: Float32Array,
  at: number,
): Float32Array {
  return activations.subarray(at * activationCount, (at + 1) * activationCount);
}
