import { expose, transfer } from 'comlink';
import type { LabelledDigits } from '../../data/labelled-digits.ts';
import { partNames } from '../../data/sources/digit-source.ts';
import { readOwnDigits } from '../../digits/own/own-digits-file.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { t } from '../../language/language.ts';
import { architectureNamed } from '../../network/architecture-names.ts';
import { digitSize } from '../../network/rasters.ts';
import { openViewer } from '../../run/trainer-opener.ts';
import { cachedMnist } from './cached-mnist.ts';
import { countRight } from './classifying.ts';
import type { LearnRequest, LearnWorker } from './contract.ts';
import { knownHandwriting, knownTest } from './known-handwriting.ts';
import { learnOwn } from './learn-own.ts';

/** Progress is reported at most this often, and that the worker is alive. */
const tellMs = 50;
const aliveMs = 500;

/**
 * The worker that learns one's own digits, once. It is stopped by ending it: nothing that it does is kept
 * anywhere before the page keeps it.
 */
const served: LearnWorker = {
  readDigits: async (file) => readOwnDigits(await file.text(), () => ''),
  async measure({ architecture, parameters }, alive) {
    const { signal } = new AbortController();
    const breathe = breathing(alive);
    const { name, test } = await knownTest(cachedMnist(['test'], breathe), breathe, signal);
    const engine = await openViewer(architectureNamed(architecture));
    try {
      await engine.loadParameters(parameters);
      return { ...(await countRight(engine, test, 0, breathe)), of: name };
    } finally {
      await engine.dispose();
    }
  },
  async learn({ parameters, digits, seed }, report, alive) {
    const { signal } = new AbortController();
    const breathe = breathing(alive);
    const mnist = cachedMnist(partNames, breathe);
    let toldAt = Number.NEGATIVE_INFINITY;
    const learnt = await learnOwn({
      own: inked(digits),
      parameters,
      seed,
      openEngine: () => openViewer(),
      known: (signal, told) => {
        const tell = async (share: number) => {
          told(share);
          await breathe();
        };
        return knownHandwriting(mnist, tell, signal);
      },
      signal,
      report: (progress) => {
        const now = performance.now();
        if (now - toldAt < tellMs) return;
        toldAt = now;
        void report(progress);
      },
      breathe,
      now: () => performance.now(),
    });
    return transfer(learnt, [learnt.parameters.buffer]);
  },
};

/** Between two pieces of work: tells the page that there is progress. Messages go out while a worker is busy. */
function breathing(alive: () => void): () => Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = performance.now();
    if (now - toldAt < aliveMs) return;
    toldAt = now;
    alive();
  };
}

/** The digits as the network sees them. @throws Error when none has ink on the paper */
function inked(drawn: LearnRequest['digits']): LabelledDigits {
  const seen = drawn.flatMap(({ label, drawing }) => {
    const normalised = normalise(drawing);
    return normalised ? [{ label, digit: normalised.digit }] : [];
  });
  if (seen.length === 0) throw new Error(t`none of the digits has any ink on the paper`);
  const digits = new Uint8Array(seen.length * digitSize);
  for (const [at, { digit }] of seen.entries()) digits.set(digit, at * digitSize);
  return { digits, labels: Uint8Array.from(seen, ({ label }) => label) };
}

expose(served);
