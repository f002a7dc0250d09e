import { expect, test } from 'vitest';
import { sameBits } from '../formats/network.fixture.ts';
import { sortedFiles } from './run-files.ts';
import { readRunFile, writeRunFile } from './store/run-file.ts';
import { keptRun } from './store/run-store.fixture.ts';
import { runsMost } from './store/run-store-limits.ts';
import { learnableDigits } from './test-support/digits.ts';
import { idxFiles } from './test-support/idx.ts';
import { harness, MemoryStore, type SessionHarness, shortRun } from './test-support/session.ts';

const noticesOf = ({ events }: SessionHarness) =>
  events.flatMap((event) => (event.type === 'notice' ? [event.text] : []));

async function pausedRun(step: number): Promise<{ home: SessionHarness; runId: string; bytes: Uint8Array }> {
  const home = harness();
  await home.session.start(shortRun);
  await home.until((status) => status.step >= step);
  await home.session.pause();
  const runId = (await home.until(({ state }) => state === 'paused')).runId ?? '';
  const file = await home.session.exportRun(runId);
  if (!file) throw new Error('expected a file');
  expect(file.fileName).toMatch(/^run-\d{4}-\d\d-\d\d-step-\d+\.lenet-run$/);
  return { home, runId, bytes: file.bytes };
}

test('a run that is exported in mid-epoch and imported elsewhere ends with the bits that it has at home', async () => {
  const { home, runId, bytes } = await pausedRun(37);
  await home.session.resume();
  await home.until(({ state }) => state === 'finished');
  const expected = home.store.kept.get(runId);

  const away = harness();
  await away.session.takeFiles([new File([bytes.slice()], 'mine.lenet-run')]);
  expect(noticesOf(away)).toEqual([
    expect.stringMatching(/^The run in mine\.lenet-run is here: step \d+ of 104, on test digits\. Resume/),
  ]);
  const { runs } = await away.event('resumable');
  expect(runs).toMatchObject([{ totalSteps: 104, dataName: 'test digits' }]);
  const moments = await away.store.moments(runs[0]?.runId ?? '');
  expect(moments).toEqual(expect.arrayContaining([0, 10, 30]));
  await away.session.resumeRun(runs[0]?.runId ?? '');
  const { runId: there } = await away.until(({ state }) => state === 'finished');
  const ended = away.store.kept.get(there ?? '');
  if (!ended || !expected) throw new Error('expected both runs to be kept');
  expect(ended.record.step).toBe(104);
  expect(sameBits(ended.progress.parameters, expected.progress.parameters)).toBe(true);
  expect(sameBits(ended.progress.optimiser.first, expected.progress.optimiser.first)).toBe(true);
  expect(ended.record.training).toEqual(expected.record.training);
});

test('a run can leave a browser that keeps nothing', async () => {
  const store = new MemoryStore();
  store.trouble = 'this browser lets the page keep nothing';
  const { session, until } = harness({ store });
  await session.step(shortRun);
  const { runId } = await until(({ state, step }) => state === 'paused' && step === 1);
  const file = await session.exportRun(runId ?? '');
  expect(readRunFile(file?.bytes ?? new Uint8Array(), 'run').run.record.step).toBe(1);
});

test('a run that is here already is not doubled, and one that is gone is said to be', async () => {
  const { home, bytes } = await pausedRun(5);
  await home.session.takeFiles([new File([bytes.slice()], 'mine.lenet-run')]);
  expect(noticesOf(home).at(-1)).toMatch(/^The run in mine\.lenet-run is here already: step /);
  expect(home.store.kept.size).toBe(1);
  expect(await home.session.exportRun('no such run')).toBe(null);
  expect(noticesOf(home).at(-1)).toBe('This run cannot be exported: not kept.');
});

const fileOf = (changes: Parameters<typeof keptRun>[1] = {}) =>
  writeRunFile({ run: keptRun('x', { settings: shortRun, ...changes }), moments: new Map() });

test('where no more runs can be kept, none that can go on makes way for an imported one', async () => {
  const { session, store, ...rest } = harness();
  for (let at = 0; at < runsMost; at++) await store.save(keptRun(`run ${at}`), false);
  await session.takeFiles([new File([fileOf({ step: 6 })], 'more.lenet-run')]);
  expect(noticesOf({ session, store, ...rest })).toEqual([expect.stringContaining('Discard one first')]);
  expect(store.kept.size).toBe(runsMost);
});

test.each([
  ['settings of another version', fileOf({ settings: { seed: 1 } }), /settings: /],
  ['no run at all', new TextEncoder().encode('hello, this is no run'), /expected a safetensors file/],
  ['an empty file', new Uint8Array(), /got an empty file/],
  ['half a run', fileOf().slice(0, 300_000), /is cut short: expected [\d,]+ bytes of tensors/],
])('%s is refused, with words, and nothing is kept', async (_, bytes, words) => {
  const { session, store, ...rest } = harness();
  await session.takeFiles([new File([bytes], 'file.lenet-run')]);
  const notices = noticesOf({ session, store, ...rest });
  expect(notices).toEqual([expect.stringMatching(/^That run cannot be imported: file\.lenet-run/)]);
  expect(notices[0]).toMatch(words);
  expect(store.kept.size).toBe(0);
});

test('a run among dropped files is told from IDX files by its bytes, or by its name', async () => {
  const run = new File([fileOf()], 'renamed.bin');
  const damaged = new File(['?'], 'damaged.lenet-run');
  const others = [...idxFiles(learnableDigits(3), 'train'), new File(['%PNG'], 'a.png')];
  const sorted = await sortedFiles([run, ...others, damaged]);
  expect(sorted).toEqual({ runs: [run, damaged], others });
});
