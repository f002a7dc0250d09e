import { expect, test } from './support/lab.ts';
import { expectAxeClean, expectNothingOverTheSide } from './support/looks.ts';
import { shiftOf, watchShifts } from './support/shifts.ts';
import { button, expectState, openOwn, openTrain, untilStep } from './support/train.ts';

const looks = [
  [1440, 'light'],
  [390, 'dark'],
] as const;

test('before a run and after it, axe finds nothing and nothing runs over the side, from 360 to 2560 px', async ({
  page,
}) => {
  await openTrain(page);
  const example = page.getByText('Example: a recorded run').first();
  for (const [width, colorScheme] of looks) {
    await expect(example).toBeVisible();
    await expectAxeClean(page, width, colorScheme, 'before a run');
  }
  await openOwn(page, '?engine=wasm&batchSize=32&epochs=2');
  await button(page, 'Start').click();
  await expect(example).toBeHidden();
  await expectState(page, 'finished');
  await expect(page.getByTestId('test-result')).toBeVisible();
  for (const [width, colorScheme] of looks) await expectAxeClean(page, width, colorScheme, 'after a run');
  await expectNothingOverTheSide(page, [360, 390, 768, 1024, 1440, 2560], 'after a run');
});

test('nothing jumps from Start on: the layout shifts by less than 0.02', async ({ page }) => {
  await openOwn(page, '?engine=wasm&batchSize=32&epochs=200');
  await watchShifts(page);
  await button(page, 'Start').click();
  await untilStep(page, 300);
  expect((await shiftOf(page)).sum).toBeLessThan(0.02);
});
