import { expose, transfer } from 'comlink';
import type { Engine } from '../../engines/engine.ts';
import { EngineError } from '../../engines/errors.ts';
import { untilLost } from '../../engines/until-lost.ts';
import { openViewer } from '../../run/trainer-opener.ts';
import { breath } from '../breath.ts';
import { cachedMnist } from '../learning/cached-mnist.ts';
import type { ExplainingWorker } from './contract.ts';
import { createLooking } from './looking.ts';

/** One engine, whose calls are served in turn: each loads its network first. */
let opened: Promise<Engine> | undefined;
let queue: Promise<unknown> = Promise.resolve();

function inTurn<Answer>(parameters: Float32Array, ask: (engine: Engine) => Promise<Answer>): Promise<Answer> {
  const answer = queue.then(async () => {
    opened ??= openViewer().then(untilLost);
    try {
      const engine = await opened;
      await engine.loadParameters(parameters);
      return await ask(engine);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // It may have been lost: the next call opens another one.
      const gone = opened;
      opened = undefined;
      void gone?.then((engine) => engine.dispose()).catch(() => undefined);
      throw error;
    }
  });
  queue = answer.catch(() => undefined);
  return answer;
}

const handedOver = (values: Float32Array) => transfer(values, [values.buffer]);

const breathe = breath();

const served: ExplainingWorker = {
  ...createLooking({ inTurn, breathe, mnist: () => cachedMnist(['test'], breathe) }),
  classify: async (parameters, digits) =>
    handedOver(await inTurn(parameters, (engine) => engine.classify(digits))),
  forward: async (parameters, digits) =>
    handedOver(await inTurn(parameters, (engine) => engine.forward(digits))),
  inputGradient: async (parameters, inputs, cotangents) => {
    const both = await inTurn(parameters, (engine) => engine.inputGradient(inputs, cotangents));
    return transfer(both, [both.logits.buffer, both.gradient.buffer]);
  },
};

expose(served);
