import type { Page } from '@playwright/test';
import { lenet5 } from '../src/network/lenet-5.ts';
import { answerOf, draw } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';

const layerNames = lenet5.layers.map(({ name }) => name);

async function openWith(page: Page, digit: string | null): Promise<void> {
  await page.goto('/');
  if (digit !== null) await draw(page, penDigit(digit));
  await answerOf(page);
}

/** A picture's pixels as one string, whatever canvases it is made of. */
const pixels = (root: Element) => {
  const canvases = root instanceof HTMLCanvasElement ? [root] : [...root.querySelectorAll('canvas')];
  return canvases.map((canvas) => canvas.toDataURL()).join();
};

test('every layer has a picture with name and shape, in the order of the 1998 figure, and changes with the drawing', async ({
  page,
}) => {
  await openWith(page, null);
  const lefts: number[] = [];
  for (const layer of layerNames) {
    const picture = page.getByTestId(`layer-${layer}`);
    await expect(picture).toBeVisible();
    lefts.push((await picture.boundingBox())?.x ?? Number.NaN);
  }
  expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
  for (const text of ['28 × 28 × 6', '10 × 10 × 16', '120', '84']) {
    await expect(page.getByText(text, { exact: true }).first()).toBeVisible();
  }

  const before = new Map<string, string>();
  for (const layer of layerNames)
    before.set(layer, await page.getByTestId(`layer-${layer}`).evaluate(pixels));
  await draw(page, penDigit('5'));
  expect((await answerOf(page)).digit).toBe('5');
  for (const layer of layerNames) {
    expect(await page.getByTestId(`layer-${layer}`).evaluate(pixels), layer).not.toBe(before.get(layer));
  }
});

test('a cell tells its value by pointer and by keyboard, a map opens large, and its scale is chosen', async ({
  page,
}) => {
  await openWith(page, '3');
  const c3 = page.getByTestId('layer-C3');
  await c3.hover();
  const readout = page.getByTestId('unit-readout');
  await expect(readout).toContainText(/C3/);
  await expect(readout).toContainText(/[−\d]\d*\.\d{3}/);
  await page.mouse.move(0, 0);
  await page.getByTestId('layer-C1').focus();
  await page.keyboard.press('ArrowRight');
  await expect(readout).toContainText(/C1/);

  // It opens with its kernels, and Escape gives the focus back.
  await c3.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText(/C3/);
  await expect(dialog).toContainText(/kernel/i);
  const value = await page.getByTestId('map-value').textContent();
  await expect(page.getByTestId('unit-sum').locator('dd').last()).toHaveText(value ?? 'a value');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(c3).toBeFocused();

  // The scale is per layer by default.
  const s4 = page.getByTestId('layer-S4');
  await expect(page.getByRole('radio', { name: 'Per layer' })).toBeChecked();
  const perLayer = await s4.evaluate(pixels);
  await page.getByText('Per map', { exact: true }).click();
  await expect.poll(() => s4.evaluate(pixels)).not.toBe(perLayer);
  await page.getByText('Per layer', { exact: true }).click();
  await expect.poll(() => s4.evaluate(pixels)).toBe(perLayer);
});
