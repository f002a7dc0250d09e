import '../../src/ui/tokens.css';
import '../../src/ui/global.css';
import { createRoot } from 'react-dom/client';
import { answerOf } from '../../src/digits/answer-rules.ts';
import { normalise } from '../../src/digits/raster/normalise.ts';
import { samples } from '../../src/digits/samples.ts';
import { stopsOf, type WhatIfId, type WhatIfMoment, whatIfChange } from '../../src/explain/what-if.ts';
import { WhatIfTool } from '../../src/features/explore/what-if/what-if-tool.tsx';
import { createExplainer } from '../../src/lab/explaining/client.ts';
import { activationOf } from '../../src/network/architecture.ts';
import { lenet5 } from '../../src/network/lenet-5.ts';

/** What is timed of "What if": the app's own worker, and the instrument as the Explore page shows it. */
export interface WhatIfBench {
  /** Shows the instrument for one of the samples, answered by parameters of LeNet-5. */
  open(parameters: readonly number[]): Promise<void>;
  /** How long a robustness curve takes, in ms. @returns with whose digits were read */
  robustness(id: WhatIfId, moment: WhatIfMoment): Promise<{ readonly ms: number; readonly of: string }>;
  /** From the event of a slider to the sentence with its answer, in ms, for every stop of it. */
  slider(id: WhatIfId): Promise<readonly number[]>;
}

declare global {
  interface Window {
    whatIfBench: WhatIfBench;
  }
}

const explainer = createExplainer();
let opened = new Float32Array();

window.whatIfBench = {
  async open(parameters) {
    opened = Float32Array.from(parameters);
    const network = { architecture: lenet5, parameters: opened, leastEnergy: null };
    const drawing = samples[0]?.drawing;
    const normalisation = drawing && normalise(drawing);
    if (!normalisation) throw new Error('bench: expected a sample with ink');
    const activations = await explainer.forward(opened, normalisation.digit);
    const answer = answerOf(activationOf(lenet5, activations, 'Output'), normalisation);
    const memory = { tensors: 0, bytes: 0 };
    const reading = {
      revision: 1,
      architecture: lenet5.id,
      answer,
      normalisation,
      activations,
      forwardMs: 0,
      memory,
    };
    // Only the answer is timed with this one; curves have a call of their own.
    const calls = {
      ...explainer,
      robustness: () => new Promise<null>(() => undefined),
      stopRobustness: async () => undefined,
    };
    createRoot(document.body.appendChild(document.createElement('main'))).render(
      <WhatIfTool
        {...{ network, name: 'Built-in', drawing, reading, normalisation, others: [] }}
        explainer={calls}
      />,
    );
    await said('');
  },

  async robustness(id, moment) {
    const started = performance.now();
    const measured = await explainer.robustness(opened, { id, moment }, () => undefined);
    if (!measured) throw new Error('bench: expected a curve');
    return { ms: performance.now() - started, of: measured.of };
  },

  async slider(id) {
    const change = whatIfChange(id);
    const input = slider(change.label);
    const times: number[] = [];
    for (const value of stopsOf(change)) {
      // It stands there already, and nothing would be said.
      if (input.valueAsNumber === value) continue;
      const before = sentence();
      const started = performance.now();
      // As React hears it: past its own record of the value.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, String(value));
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await said(before);
      times.push(performance.now() - started);
      await new Promise(requestAnimationFrame);
    }
    return times;
  },
};

function slider(label: string): HTMLInputElement {
  const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
  const input = found?.querySelector('input');
  if (!input) throw new Error(`bench: expected a slider “${label}”`);
  return input;
}

function sentence(): string {
  return document.querySelector('[data-testid="what-if-sentence"]')?.textContent ?? '';
}

/** When the page says something else than `before`: each stop of a slider has words of its own. */
async function said(before: string): Promise<void> {
  if (sentence() !== before) return;
  await new Promise<void>((resolve) => {
    const watch = new MutationObserver(() => {
      if (sentence() === before) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
