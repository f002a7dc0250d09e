import { answerOf, leastConfidence } from '../digits/answer-rules.ts';
import type { Normalisation } from '../digits/raster/normalisation.ts';
import { append, largest } from '../lib/lists.ts';
import { energyOf, isFamiliar, type KnowingNetwork } from '../network/energy.ts';
import { digitClasses } from '../network/labels.ts';
import { digitSize } from '../network/rasters.ts';
import type { Batches } from './batches.ts';

/** How surely digits are read as another one than `from`, as the app answers. */

export interface Question {
  readonly from: number;
  /** Null for any other. */
  readonly to: number | null;
}

export interface Reading {
  /**
   * How far the other digit is before all others, in nats: the answer has flipped where that is at least
   * {@link leastLead}. Minus infinity where no network would be asked.
   */
  readonly lead: number;
  readonly digit: number;
  readonly confidence: number;
}

/** Engines round differently, by some 1e-5; and an answer that is a toss-up shows nothing. */
export const leastLead = 0.1;
/** The same for what the app refuses, where rounding is all. */
const leastKnownLead = 0.02;
/** Images to a call of the engine: some milliseconds, so that others get their turn. */
const batchSize = 256;

const unread: Reading = { lead: Number.NEGATIVE_INFINITY, digit: 0, confidence: 0 };

/** Rests when some time has passed since the last rest; throws the signal's reason when it is aborted. */
export type Rest = () => Promise<void>;

/** @param seen what the network sees; null for no ink */
export async function readAll(
  batches: Batches,
  seen: readonly (Normalisation | null)[],
  question: Question,
  rest: Rest,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (let at = 0; at < seen.length; at += batchSize)
    append(readings, await readBatch(batches, seen.slice(at, at + batchSize), question, rest));
  return readings;
}

async function readBatch(
  batches: Batches,
  seen: readonly (Normalisation | null)[],
  question: Question,
  rest: Rest,
): Promise<Reading[]> {
  const inked = seen.filter((one) => one !== null);
  if (inked.length === 0) return seen.map(() => unread);
  const probabilities = await batches.classify(digitsOf(inked));
  await rest();
  const classes = digitClasses.length;
  const leads = new Map(
    inked.map((one, at) => [one, leadOf(probabilities.subarray(at * classes, (at + 1) * classes), question)]),
  );
  const flipped = inked.filter((one) => (leads.get(one) as number) >= leastLead);
  const checked = flipped.length > 0 ? await checkedReadings(batches, flipped, question) : [];
  await rest();
  const checkedOf = new Map(flipped.map((one, at) => [one, checked[at]]));
  return seen.map((one) => {
    if (!one) return unread;
    return checkedOf.get(one) ?? { ...unread, lead: leads.get(one) as number };
  });
}

function digitsOf(normalised: readonly Normalisation[]): Uint8Array {
  const digits = new Uint8Array(normalised.length * digitSize);
  normalised.forEach(({ digit }, at) => {
    digits.set(digit, at * digitSize);
  });
  return digits;
}

/** Less than any probability that a float can hold. */
const leastProbability = 1e-45;

/** How far `to` (the likeliest other than `from`) is before all others, in nats. */
function leadOf(probabilities: Float32Array, { from, to }: Question): number {
  const log = (digit: number) => Math.log(Math.max(leastProbability, probabilities[digit] as number));
  const wanted = to ?? likeliestBut(probabilities, from);
  return log(wanted) - log(likeliestBut(probabilities, wanted));
}

function likeliestBut(probabilities: Float32Array, left: number): number {
  const others = digitClasses.filter((digit) => digit !== left);
  return others.reduce((best, digit) =>
    (probabilities[digit] as number) > (probabilities[best] as number) ? digit : best,
  );
}

/** Of those whose likeliest digit is another: whether the app would answer with it. */
async function checkedReadings(
  batches: Batches,
  normalised: readonly Normalisation[],
  question: Question,
): Promise<Reading[]> {
  const { network } = batches;
  const all = await batches.forward(digitsOf(normalised));
  const { activationCount } = network.architecture;
  return normalised.map((one, at) => {
    const activations = all.subarray(at * activationCount, (at + 1) * activationCount);
    const probabilities = activations.subarray(activationCount - 10);
    const answer = answerOf(probabilities, one, isFamiliar(network, activations));
    const known = knownBy(network, activations, largest(probabilities)) - leastKnownLead + leastLead;
    if (answer.kind === 'none') return { ...unread, lead: Math.min(known, 0) };
    const lead = Math.min(leadOf(probabilities, question), known);
    return { lead, digit: answer.digit, confidence: answer.confidence };
  });
}

/** How far it is beyond what the app would refuse, in nats: see `answerOf`. */
function knownBy(network: KnowingNetwork, activations: Float32Array, confidence: number): number {
  return network.leastEnergy === null
    ? Math.log(confidence / leastConfidence)
    : energyOf(network, activations) - network.leastEnergy;
}
