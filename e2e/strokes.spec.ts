import type { Page } from '@playwright/test';
import { readModel, shippedModelFolder } from '../src/cli/model-files.ts';
import { drawingOf, readStrokesFile, type StrokesDigit } from '../src/cli/strokes-file.ts';
import { answerOf as meaningOf } from '../src/digits/answer-rules.ts';
import { normalise } from '../src/digits/raster/normalise.ts';
import { randomFromSeed } from '../src/lib/random.ts';
import { activationOf } from '../src/network/architecture.ts';
import { isFamiliar, leastEnergyOf } from '../src/network/energy.ts';
import { lenet5 } from '../src/network/lenet-5.ts';
import { padToInput32 } from '../src/network/rasters.ts';
import { referenceForward } from '../src/network/reference/reference.ts';
import { answerOf, pad } from './support/draw.ts';
import { expect, test } from './support/lab.ts';

const file = process.env.STROKES_FILE;
const count = 100;

/** Replays pen events on the real page: a place, a size and a brush that the file knows nothing of. */
async function replay(page: Page, { strokes }: StrokesDigit, size: number, left: number, top: number) {
  await pad(page).evaluate(
    (element, { strokes, size, left, top }) => {
      const box = element.getBoundingClientRect();
      for (const stroke of strokes) {
        stroke.forEach(([x, y], index) => {
          const place = {
            clientX: box.left + box.width * (left + (size * x) / 1000),
            clientY: box.top + box.height * (top + (size * y) / 1000),
          };
          const send = (type: string, buttons: number) =>
            element.dispatchEvent(
              new PointerEvent(type, {
                pointerId: 1,
                pointerType: 'pen',
                isPrimary: true,
                bubbles: true,
                cancelable: true,
                button: type === 'pointermove' ? -1 : 0,
                buttons,
                pressure: buttons / 2,
                ...place,
              }),
            );
          if (index === 0) send('pointerdown', 1);
          else send('pointermove', 1);
          if (index === stroke.length - 1) send('pointerup', 0);
        });
      }
    },
    { strokes, size, left, top },
  );
}

test(`the page and eval:strokes agree on at least 99 of ${count} people's digits, and read at least 90`, async ({
  page,
}) => {
  test.skip(!file, 'STROKES_FILE names no file of pen strokes');
  test.setTimeout(240_000);
  const random = randomFromSeed(7);
  const { parameters, metadata } = await readModel(shippedModelFolder);
  const network = { architecture: lenet5, parameters, leastEnergy: leastEnergyOf(metadata) };
  const digits = await readStrokesFile(file ?? '');
  await page.goto('/');
  await answerOf(page);
  let right = 0;
  const disagreed: string[] = [];
  for (let done = 0; done < count; done++) {
    const digit = digits[random.integer(0, digits.length - 1)] as StrokesDigit;
    const size = 0.25 + 0.65 * random.uniform();
    const brush = page.getByRole('slider', { name: 'Brush size' });
    await brush.fill(String(64 + 16 * random.integer(0, 24)));
    await replay(page, digit, size, (1 - size) * random.uniform(), (1 - size) * random.uniform());
    const { digit: answer } = await answerOf(page);
    const normalisation = normalise(drawingOf(digit));
    const activations =
      normalisation &&
      Float32Array.from(referenceForward(lenet5, parameters, padToInput32(normalisation.digit)));
    const output = activations && activationOf(lenet5, activations, 'Output');
    const meant = meaningOf(output ?? [], normalisation, activations && isFamiliar(network, activations));
    const expected = meant.kind === 'digit' ? String(meant.digit) : '';
    if (answer !== expected)
      disagreed.push(`${digit.label} read "${answer}" on the page, "${expected}" by the command`);
    if (answer === String(digit.label)) right += 1;
    await page.getByRole('button', { name: 'Clear' }).click();
  }
  test.info().annotations.push({ type: 'right', description: `${right} of ${count}` });
  console.log(`${right} of ${count} right on the page; ${disagreed.length} other than the command`);
  expect(disagreed.length, disagreed.join('; ')).toBeLessThanOrEqual(1);
  expect(right).toBeGreaterThanOrEqual(90);
});
