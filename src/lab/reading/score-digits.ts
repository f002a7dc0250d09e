import type { ScoreDigits } from '../../digits/number/read-number.ts';
import { type DigitScores, scoresOf } from '../../digits/number/scores.ts';
import type { Engine } from '../../engines/engine.ts';
import { t } from '../../language/language.ts';
import type { KnowingNetwork } from '../../network/energy.ts';
import { classCount } from '../../network/labels.ts';
import { digitSize } from '../../network/rasters.ts';

interface DigitScore {
  /** Ten. */
  readonly probabilities: Float32Array;
  readonly energy: number;
}

/** Sizes of a batch: a GPU compiles its shaders for each. */
const batchSizes = [1, 8, 32] as const;
const largestBatch = 32;
/** Of a line of eight digits there are some hundred hypotheses. */
const mostKnown = 1024;

/** Has the engine compute a batch of every size that a line of digits may need. */
export async function warmUpBatches(engine: Engine): Promise<void> {
  for (const size of batchSizes) await engine.forward(new Uint8Array(size * digitSize));
}

/** One character a byte. */
const bytesAsText = new TextDecoder('latin1');

/**
 * Scores digits with an engine. While one writes, most pieces of ink stay as they are: what was scored is known, as
 * long as the same network answers.
 */
export function scorerOf(): (engine: Engine, network: KnowingNetwork) => ScoreDigits {
  let known = new Map<string, DigitScore>();
  let knownOf: readonly [Engine, Float32Array] | null = null;

  return (engine, network) => {
    if (knownOf?.[0] !== engine || knownOf[1] !== network.parameters) {
      known = new Map();
      knownOf = [engine, network.parameters];
    }
    // Another network may take its place meanwhile.
    const mine = known;
    return async (digits) => {
      if (mine.size > mostKnown) mine.clear();
      const rows = Array.from({ length: digits.length / digitSize }, (_, at) =>
        digits.subarray(at * digitSize, (at + 1) * digitSize),
      );
      const keys = rows.map((digit) => bytesAsText.decode(digit));
      const scores = keys.map((key) => mine.get(key));
      const missing = scores.flatMap((score, at) => (score ? [] : [at]));
      while (missing.length > 0) {
        const places = missing.splice(0, largestBatch);
        const batch = places.map((at) => rows[at] as Uint8Array);
        const found = await scoreBatch(engine, network, batch);
        places.forEach((at, place) => {
          scores[at] = found[place];
          mine.set(keys[at] as string, found[place] as DigitScore);
        });
      }
      return together(scores as DigitScore[], network.leastEnergy);
    };
  };
}

/** @throws Error when the engine gives values that are not finite */
async function scoreBatch(
  engine: Engine,
  network: KnowingNetwork,
  digits: readonly Uint8Array[],
): Promise<readonly DigitScore[]> {
  const size = batchSizes.find((size) => size >= digits.length) ?? largestBatch;
  const batch = new Uint8Array(size * digitSize);
  digits.forEach((digit, at) => {
    batch.set(digit, at * digitSize);
  });
  const { probabilities, energies } = scoresOf(network, await engine.forward(batch));
  if (!probabilities.every(Number.isFinite))
    throw new Error(t`${engine.kind} gave values that are not finite`);
  return digits.map((_, at) => ({
    probabilities: probabilities.slice(at * classCount, (at + 1) * classCount),
    energy: energies[at] as number,
  }));
}

function together(scores: readonly DigitScore[], leastEnergy: number | null): DigitScores {
  const probabilities = new Float32Array(scores.length * classCount);
  scores.forEach((score, at) => {
    probabilities.set(score.probabilities, at * classCount);
  });
  return { probabilities, energies: Float64Array.from(scores, ({ energy }) => energy), leastEnergy };
}
