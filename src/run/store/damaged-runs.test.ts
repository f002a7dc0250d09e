import { expect, test } from 'vitest';
import { harness, MemoryStore } from '../test-support/session.ts';

test('stored runs that cannot be opened are reported with their reason, and can be deleted', async () => {
  const store = new MemoryStore();
  store.broken.set('a', 'its weights are missing').set('b', 'Step: expected a whole number, got 1.5');
  const held = new Set(['b']);
  const { session, event } = harness({ store, held });
  await session.open();
  // The other one is open in another tab, whose next save heals it.
  expect(await event('resumable')).toMatchObject({ runs: [], damaged: [{ runId: 'a' }] });
  await session.forgetRun('a');
  expect(await event('resumable')).toMatchObject({ runs: [], damaged: [] });
  expect([...store.broken.keys()]).toEqual(['b']);
});
