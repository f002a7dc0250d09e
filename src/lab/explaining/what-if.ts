import { normalise } from '../../digits/raster/normalise.ts';
import { changedDigits } from '../../explain/changed-digit.ts';
import { wayWith, whatIfInput } from '../../explain/changed-drawing.ts';
import { stopsOf, whatIfChange } from '../../explain/what-if.ts';
import { classCount } from '../../network/labels.ts';
import { digitSize } from '../../network/rasters.ts';
import { countRight } from '../learning/classifying.ts';
import { HeldDigits, type TestDigits } from './held-digits.ts';
import type { LookingParts } from './looking.ts';
import { Newest } from './newest.ts';
import type { RobustnessQuestion, WhatIfWorker } from './what-if-contract.ts';

/** Digits that are changed and read between two breaths, some 4 ms: a slider's answer waits no longer. */
const slice = 50;

/** @returns the calls; `digits` are those that other figures are measured with */
export function createWhatIf(parts: LookingParts, digits = new HeldDigits(parts)): WhatIfWorker {
  const { inTurn, breathe } = parts;
  const newest = { curve: new Newest(), robustness: new Newest() };
  return {
    drawingCurve: (parameters, { drawing, way, id }) =>
      newest.curve.only(async (signal) => {
        const normalisation = normalise(drawing);
        if (!normalisation) return null;
        const stops = stopsOf(whatIfChange(id));
        const inputs = new Uint8Array(stops.length * digitSize);
        for (const [at, value] of stops.entries()) {
          const { digit } = whatIfInput(drawing, normalisation, wayWith(way, { [id]: value }));
          inputs.set(digit, at * digitSize);
          await breathe();
          signal.throwIfAborted();
        }
        const probabilities = await inTurn(parameters, (engine) => engine.classify(inputs));
        return probabilities.slice(0, stops.length * classCount);
      }),
    robustness: (parameters, asked, report) =>
      newest.robustness.only(async (signal) => {
        const values = stopsOf(whatIfChange(asked.id));
        const test = await digits.newest(() => undefined);
        const measured = { total: test.labels.length, of: test.name };
        const right: number[] = [];
        for (const value of values) {
          let found = 0;
          for (let from = 0; from < measured.total; from += slice) {
            const part = changedSlice(test, asked, value, from);
            found += await inTurn(parameters, async (engine) => (await countRight(engine, part)).right);
            const done = (right.length + Math.min(1, (from + slice) / measured.total)) / values.length;
            report({ ...measured, right: [...right] }, done);
            await breathe();
            signal.throwIfAborted();
          }
          right.push(found);
        }
        return { ...measured, right };
      }),
    stopRobustness: async () => newest.robustness.end(),
  };
}

/** Some of the test digits, changed, with their labels. */
function changedSlice(test: TestDigits, { id, moment }: RobustnessQuestion, value: number, from: number) {
  const to = Math.min(test.labels.length, from + slice);
  const digits = test.digits.subarray(from * digitSize, to * digitSize);
  return {
    digits: changedDigits(digits, id, value, moment, from),
    labels: test.labels.subarray(from, to),
  };
}
