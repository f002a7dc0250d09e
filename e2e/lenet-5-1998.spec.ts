import AxeBuilder from '@axe-core/playwright';
import { draw, prediction } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';
import { button, openOwn, untilStep } from './support/train.ts';

test('LeNet-5 of 1998 is chosen, learns as in the paper, is saved, and answers a drawing with distances', async ({
  page,
}) => {
  await openOwn(page);
  await page.getByLabel('Network', { exact: true }).selectOption('LeNet-5 (1998)');
  await expect(page).toHaveURL(/\?network=lenet-5-1998#/);
  await expect(page.getByLabel('Optimiser')).toHaveValue('levenberg-marquardt');
  await expect(page.getByLabel('Epochs')).toHaveValue('20');
  await expect(page.getByLabel('Batch size')).toHaveValue('1');
  const engines = page.getByLabel('Engine').locator('option');
  await expect(engines).toHaveText([
    'Auto',
    'WebAssembly',
    'TensorFlow.js WebGL',
    'TensorFlow.js WebGPU',
    'JavaScript',
  ]);
  await button(page, 'Start').click();
  await untilStep(page, 1_700);
  await button(page, 'Pause').click();
  await expect(page.getByTestId('kernels')).toContainText('60 kernels');
  await button(page, 'Save network').click();
  await expect(page.getByTestId('notice')).toContainText('Saved as “LeNet-5 (1998), ');

  await page.getByRole('link', { name: 'Networks' }).click();
  await page
    .locator('[data-testid="network"]', { hasText: 'LeNet-5 (1998)' })
    .getByRole('button', { name: 'Answer drawings' })
    .click();
  await page.getByRole('link', { name: 'Draw' }).click();
  await draw(page, penDigit('2'));
  await expect(prediction(page)).toHaveAttribute('data-digit', '2');
  await expect(page.getByTestId('nearest-bitmap')).toHaveText('bitmap of 2');
  // Its squared distance is the smallest of the ten.
  const distances = await page.locator('[data-bitmaps="true"] [data-distance]').allTextContents();
  const numbers = distances.map(Number);
  expect(numbers.indexOf(Math.min(...numbers))).toBe(2);

  await page.getByTestId('layer-C3').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/Reads \d of the 6 maps of S2/);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
});
