import { expose, transfer } from 'comlink';
import type { Engine } from '../../engines/engine.ts';
import { EngineError } from '../../engines/errors.ts';
import { untilLost } from '../../engines/until-lost.ts';
import type { Batches } from '../../explain/batches.ts';
import { integrateGradients } from '../../explain/integrated-gradients.ts';
import { occlude } from '../../explain/occlusion.ts';
import { smallestChange } from '../../explain/smallest-change.ts';
import type { Architecture } from '../../network/architecture.ts';
import { architectureOfParameters } from '../../network/architecture-names.ts';
import type { KnowingNetwork } from '../../network/energy.ts';
import { openViewer } from '../../run/trainer-opener.ts';
import { breath } from '../breath.ts';
import { cachedMnist } from '../learning/cached-mnist.ts';
import type { ExplainingWorker } from './contract.ts';
import { HeldDigits } from './held-digits.ts';
import { createLooking } from './looking.ts';
import { createMapping } from './mapping.ts';
import { smallRun } from './small-run.ts';
import { createWhatIf } from './what-if.ts';

/** An engine for each network that was asked about, whose calls are served in turn: each loads its parameters first. */
const opened = new Map<Architecture, Promise<Engine>>();
let queue: Promise<unknown> = Promise.resolve();

function inTurn<Answer>(parameters: Float32Array, ask: (engine: Engine) => Promise<Answer>): Promise<Answer> {
  const answer = queue.then(async () => {
    const architecture = architectureOfParameters(parameters);
    const opening = opened.get(architecture) ?? openViewer(architecture).then(untilLost);
    opened.set(architecture, opening);
    try {
      const engine = await opening;
      await engine.loadParameters(parameters);
      return await ask(engine);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // It may have been lost: the next call opens another one.
      opened.delete(architecture);
      void opening.then((engine) => engine.dispose()).catch(() => undefined);
      throw error;
    }
  });
  queue = answer.catch(() => undefined);
  return answer;
}

/** The search that is under way or waits. */
let searching: AbortController | undefined;

/** The small run that is under way. */
let learning: AbortController | undefined;

function batchesOf(engine: Engine, network: KnowingNetwork): Batches {
  return {
    network,
    classify: (digits) => engine.classify(digits),
    forward: (digits) => engine.forward(digits),
    inputGradient: (inputs, cotangents) => engine.inputGradient(inputs, cotangents),
  };
}

const handedOver = (values: Float32Array) => transfer(values, [values.buffer]);

const breathe = breath();

const parts = { inTurn, breathe, mnist: () => cachedMnist(['test'], breathe) };
/** The same for all that is measured, so that one figure can stand beside another. */
const digits = new HeldDigits(parts);

const served: ExplainingWorker = {
  ...createLooking(parts, digits),
  ...createWhatIf(parts, digits),
  ...createMapping(parts),
  smallRun: async (asked, report) => {
    learning?.abort();
    const own = new AbortController();
    learning = own;
    // Beside the engine that explains: a run has its weights and its optimiser for itself.
    const engine = await openViewer();
    try {
      await smallRun(engine, asked, report, breathe, own.signal);
      return true;
    } catch (error) {
      if (own.signal.aborted) return false;
      throw error;
    } finally {
      await engine.dispose();
    }
  },
  stopSmallRun: async () => learning?.abort(),
  memory: async () => {
    const memories = (await Promise.all(opened.values())).map((engine) => engine.memory());
    const sum = (of: 'tensors' | 'bytes') => memories.reduce((total, memory) => total + memory[of], 0);
    return { tensors: sum('tensors'), bytes: sum('bytes') };
  },
  classify: async (parameters, digits) =>
    handedOver(await inTurn(parameters, (engine) => engine.classify(digits))),
  forward: async (parameters, digits) =>
    handedOver(await inTurn(parameters, (engine) => engine.forward(digits))),
  smallestChange: async (network, { brushWidth, ...wish }) => {
    while (true) {
      const own = new AbortController();
      searching = own;
      const { signal } = own;
      const options = { signal, breathe };
      try {
        return await inTurn(network.parameters, (engine) =>
          smallestChange(batchesOf(engine, network), { ...wish, widthHint: brushWidth }, options),
        );
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
  },
  inkReasons: (parameters, digit, pair) => {
    searching?.abort();
    return inTurn(parameters, async (engine) => {
      const network = { architecture: engine.architecture, parameters, leastEnergy: null };
      const batches = batchesOf(engine, network);
      return {
        occlusion: await occlude(batches, digit, pair),
        integrated: await integrateGradients(batches, digit, pair),
      };
    });
  },
  inputGradient: async (parameters, inputs, cotangents) => {
    const both = await inTurn(parameters, (engine) => engine.inputGradient(inputs, cotangents));
    return transfer(both, [both.logits.buffer, both.gradient.buffer]);
  },
};

expose(served);
