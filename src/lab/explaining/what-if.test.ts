import { afterAll, expect, test } from 'vitest';
import { openWasm } from '../../cli/engine.ts';
import { readModel, shippedModelFolder } from '../../cli/model-files.ts';
import { type RobustnessPoint, robustnessOf } from '../../cli/robustness.ts';
import type { Normalisation } from '../../digits/raster/normalisation.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { samples } from '../../digits/samples.ts';
import type { Engine } from '../../engines/engine.ts';
import { usualWay, wayWith, whatIfInput } from '../../explain/changed-drawing.ts';
import { stopsOf, whatIfChange, whatIfIds, whatIfMoments } from '../../explain/what-if.ts';
import { digitSize } from '../../network/rasters.ts';
import { learnableDigits, TestSource } from '../../run/test-support/digits.ts';
import { createWhatIf } from './what-if.ts';
import type { Robustness } from './what-if-contract.ts';

const { parameters } = await readModel(shippedModelFolder);
const engine = await openWasm();
afterAll(() => engine.dispose());

/** More than a slice, and no multiple of it. */
const count = 70;
const some = learnableDigits(count + 20);
const nothing = { digits: new Uint8Array(), labels: new Uint8Array(count + 20) };
const test70 = { digits: some.digits.subarray(0, count * digitSize), labels: some.labels.subarray(0, count) };
const unheard = () => undefined;

function whatIf() {
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <Answer>(
    network: Float32Array,
    ask: (engine: Engine) => Promise<Answer>,
  ): Promise<Answer> => {
    const answer = queue.then(() => engine.loadParameters(network)).then(() => ask(engine));
    queue = answer.catch(unheard);
    return answer;
  };
  const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));
  const source = new TestSource(nothing, some);
  return createWhatIf({ inTurn, breathe, mnist: () => source, count });
}

test('robustness is that of a plain loop over the evaluation of the command line, to the digit', async () => {
  const calls = whatIf();
  for (const moment of whatIfMoments) {
    for (const id of whatIfIds) {
      const measured = await calls.robustness(parameters, { id, moment }, unheard);
      await engine.loadParameters(parameters);
      const plain: RobustnessPoint[] = [];
      for await (const point of robustnessOf(engine, test70, id, moment)) plain.push(point);
      expect(plain.map(({ value }) => value)).toEqual(stopsOf(whatIfChange(id)));
      expect(measured, `${id} ${moment}`).toEqual({
        right: plain.map(({ right }) => right),
        total: count,
        of: 'test digits',
      });
    }
  }
});

test('it is told as it is measured, makes way for a newer one, and can be stopped', async () => {
  const calls = whatIf();
  const heard: { soFar: Robustness; share: number }[] = [];
  const asked = { id: 'turn', moment: 'after' } as const;
  const whole = await calls.robustness(parameters, asked, (soFar, share) => heard.push({ soFar, share }));
  expect(heard.at(-1)?.share).toBe(1);
  for (const [at, { share }] of heard.entries()) expect(share).toBeGreaterThan(heard[at - 1]?.share ?? 0);
  for (const { soFar } of heard) expect(soFar.right).toEqual(whole?.right.slice(0, soFar.right.length));
  const both = await Promise.all([
    calls.robustness(parameters, asked, unheard),
    calls.robustness(parameters, { id: 'blur', moment: 'after' }, unheard),
  ]);
  expect(both.map((one) => one !== null)).toEqual([false, true]);
  let stoppedAt = 0;
  const stopped = await calls.robustness(parameters, asked, (_, share) => {
    stoppedAt = share;
    if (share > 0.2) void calls.stopRobustness();
  });
  expect(stopped).toBeNull();
  expect(stoppedAt).toBeLessThan(0.3);
});

test('the curve of a drawing holds what the network says of it at every stop of the slider', async () => {
  const drawing = samples[9]?.drawing ?? expect.fail();
  const normalisation = normalise(drawing) as Normalisation;
  const way = wayWith(usualWay, { slant: 20 });
  const curve = await whatIf().drawingCurve(parameters, { drawing, way, id: 'turn' });
  const stops = stopsOf(whatIfChange('turn'));
  expect(curve).toHaveLength(stops.length * 10);
  await engine.loadParameters(parameters);
  for (const at of [0, 9, stops.length - 1]) {
    const { digit } = whatIfInput(drawing, normalisation, wayWith(way, { turn: stops[at] as number }));
    const expected = await engine.classify(digit);
    expected.forEach((value, of) => {
      expect(curve?.[at * 10 + of]).toBeCloseTo(value, 5);
    });
  }
  const empty = { strokes: [], picture: null };
  expect(await whatIf().drawingCurve(parameters, { drawing: empty, way, id: 'turn' })).toBeNull();
});
