import { expect, test } from 'vitest';
import { learnableDigits, TestSource } from './test-support/digits.ts';
import { idxFiles } from './test-support/idx.ts';
import { harness, isIn, keptOf, shortRun, viewOf } from './test-support/session.ts';

class NamedSource extends TestSource {
  constructor(override readonly name: string) {
    super(learnableDigits(1_092, 1), learnableDigits(200, 2));
  }
}

test('Pause right after Start pauses the run that Start began', async () => {
  const { session, status } = harness();
  const started = session.start(shortRun);
  await session.pause();
  await started;
  expect(status()).toMatchObject({ state: 'paused', goesOn: true });
  const { step } = status();
  await session.setProbe(new Uint8Array(784));
  expect(status()).toMatchObject({ state: 'paused', step });
});

test('of two data sets that are chosen at once, the second one is open', async () => {
  const { session, status, store, until } = harness();
  const [first, second] = [new NamedSource('first'), new NamedSource('second')];
  void session.changeSource(() => first);
  void session.changeSource(() => second);
  await session.start(shortRun);
  await until(isIn('finished'));
  expect(keptOf(store, status().runId).record.dataName).toBe('second');
});

test('Start right after files were dropped trains on those files', async () => {
  const { session, status, store, until } = harness();
  const files = [...idxFiles(learnableDigits(600, 3), 'train'), ...idxFiles(learnableDigits(100, 4), 't10k')];
  void session.takeFiles(files);
  await session.start({ ...shortRun, epochs: 1 });
  await until(isIn('finished'));
  expect(keptOf(store, status().runId).record.dataName).not.toBe('test digits');
});

test('choosing the data set that is open leaves the run under way alone', async () => {
  const { session, source, status, until } = harness();
  await session.start(shortRun);
  const { runId } = await until(({ step }) => step >= 3);
  await session.changeSource(() => source);
  expect(status()).toMatchObject({ runId, state: 'running' });
});

test('a moment of the old run that was asked for right before Start does not stay in the new one', async () => {
  const { session, events, until } = harness();
  await session.start(shortRun);
  await until(isIn('finished'));
  void session.showMoment(10);
  await session.start(shortRun);
  const { runId } = await until(isIn('finished'));
  const moments = events.filter((event) => event.type === 'moment' && event.moment.runId === runId);
  expect(moments.length).toBeGreaterThan(1);
});

test('edits that are sent before a run begins do not reach the run before it', async () => {
  const { session, status, until, store } = harness();
  await session.start(shortRun);
  await until(({ step }) => step >= 5);
  const before = status().runId;
  void session.start(shortRun);
  await session.edit({ ...shortRun, epochs: 2 });
  const { runId } = await until(isIn('finished'));
  expect(status().settings.epochs).toBe(2);
  expect(keptOf(store, before).record.settings).toMatchObject({ epochs: shortRun.epochs });
  expect(keptOf(store, runId).record.settings).toMatchObject({ epochs: 2 });
});

test.each([
  ['Reset', (session: ReturnType<typeof harness>['session']) => session.reset(shortRun)],
  ['other data', (session) => session.changeSource(() => new NamedSource('other'))],
  ['a network to train further', (session) => session.startFrom(null)],
] satisfies [string, (session: ReturnType<typeof harness>['session']) => Promise<void>][])(
  'after %s in mid-run, the page shows nothing of the run that was left',
  async (_, leave) => {
    const { session, events, status, until } = harness();
    await session.start(shortRun);
    await until(({ step }) => step >= 35);
    expect(viewOf(events)).toMatchObject({ curves: { runId: status().runId } });
    await leave(session);
    // What the old run still had under way would come now.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(viewOf(events)).toMatchObject({
      status: { state: 'idle', runId: null, goesOn: false },
      curves: null,
      moment: null,
      strip: null,
      timeline: [],
      testing: null,
      tested: null,
      probeAnswers: [],
    });
  },
);

test('a run that follows another is shown from its first step, with its own curve and timeline', async () => {
  const { session, events, until } = harness();
  await session.start(shortRun);
  await until(({ step }) => step >= 35);
  await session.start({ ...shortRun, epochs: 1 });
  const { runId, step } = await until(isIn('finished'));
  const view = viewOf(events);
  expect(view.curves?.runId).toBe(runId);
  expect(view.curves?.training[0]?.step).toBe(1);
  expect(view.curves?.training.at(-1)?.step).toBe(step);
  expect(view.moment).toMatchObject({ runId, step });
  await expect.poll(() => viewOf(events).timeline.map((moment) => moment.step)).toEqual([0, 10, step]);
});
