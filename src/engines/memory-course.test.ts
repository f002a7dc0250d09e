import { expect, test } from 'vitest';
import { noDistortion } from '../data/distortion/distortion.ts';
import { learnableDigits } from '../run/test-support/digits.ts';
import { MemoryCourse } from './memory-course.ts';

const rule = { kind: 'sgd', learningRate: 0.1, momentum: 0, weightDecay: 0 } as const;

test('whoever is led and whoever makes its batches itself get the same, past the end of the data and of an epoch', async () => {
  const distortion = { ...noDistortion, rotationDeg: 20 };
  const data = learnableDigits(6);
  const course = new MemoryCourse({ data, batchSize: 4, rule, distortion, epochImages: 10 });
  const seen: unknown[] = [];
  for (let step = 0; step < 4; step++) {
    const { batch } = await course.next();
    const resident = await course.resident();
    const { epoch, offset } = resident.from;
    expect(await resident.batchAt(resident.from)).toEqual(batch);
    const places = resident.places(epoch).subarray(offset, offset + batch.labels.length);
    expect([...batch.labels]).toEqual([...places].map((place) => data.labels[place]));
    seen.push([epoch, offset, ...places]);
    course.taken([{ loss: 1, correct: 0, images: batch.labels.length, rule, batch: async () => batch }]);
  }
  expect(seen).toEqual([
    [1, 0, 0, 1, 2, 3],
    [1, 4, 4, 5, 0, 1],
    [1, 8, 2, 3],
    [2, 0, 0, 1, 2, 3],
  ]);
});

test('the images stand in a store that is the same all along, and whole from the first', async () => {
  const data = learnableDigits(3);
  const course = new MemoryCourse({ data, batchSize: 2, rule, distortion: null });
  const { store } = await course.resident();
  expect((await course.resident()).store).toBe(store);
  expect(store.room).toBe(3);
  expect(store.since(0)).toEqual({ revision: 1, parts: [{ at: 0, ...data }] });
  expect(store.since(1)).toEqual({ revision: 1, parts: [] });
  expect((await course.next()).batch).toEqual({
    digits: data.digits.subarray(0, 2 * 784),
    labels: data.labels.subarray(0, 2),
  });
});
