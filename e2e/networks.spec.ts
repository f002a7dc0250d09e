import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { testNetwork } from '../src/formats/network.fixture.ts';
import { exportNetwork, importNetwork } from '../src/formats/networks.ts';
import { draw, prediction } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';

const rows = (page: Page) => page.getByTestId('network');
const row = (page: Page, name: string): Locator =>
  page.locator(`[data-testid="network"][data-name="${name}"]`);
/** Per cent of the test images, by the card. */
const { test: measured } = JSON.parse(readFileSync('public/models/lenet5/card.json', 'utf8'));
const shippedRight = ((100 * measured.right) / measured.total).toFixed(2);
const notice = (page: Page) => page.getByTestId('notice');

async function openNetworks(page: Page): Promise<void> {
  await page.goto('/#/networks');
  await expect(row(page, 'Built-in network')).toContainText(shippedRight);
}

async function give(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import…' }).click();
  const buffer = Buffer.from(bytes);
  await (await choosing).setFiles([{ name, mimeType: 'application/octet-stream', buffer }]);
}

test('a network comes in by a file, is measured, named, copied, answers, goes and comes back', async ({
  page,
}) => {
  await openNetworks(page);
  const { provenance } = testNetwork();
  const untested = testNetwork({ name: 'From elsewhere', provenance: { ...provenance, results: {} } });
  const { fileName, bytes } = await exportNetwork(untested, 'onnx');
  await give(page, fileName, bytes);
  await expect(notice(page)).toContainText('Saved as “From elsewhere”');
  const imported = row(page, 'From elsewhere');
  await imported.getByRole('button', { name: /^Measure From elsewhere/ }).click();
  // Random weights; no MNIST is in this browser.
  await expect(imported.getByTestId('accuracy')).toContainText(
    /^\d+\.\d\d.% of synthetic test digitsNot measured on MNIST/,
  );

  await imported.getByRole('button', { name: 'Rename From elsewhere' }).click();
  await page.getByRole('textbox', { name: 'Name of From elsewhere' }).fill('Mine');
  await page.keyboard.press('Enter');
  await row(page, 'Mine').getByRole('button', { name: 'Duplicate Mine' }).click();
  await expect(rows(page)).toHaveCount(3);
  await page.reload();
  await expect(rows(page)).toHaveCount(3);

  await row(page, 'Copy of Mine').getByRole('button', { name: 'Delete Copy of Mine' }).click();
  await expect(rows(page)).toHaveCount(2);
  await notice(page).getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'Copy of Mine')).toBeVisible();

  await row(page, 'Mine').getByRole('button', { name: 'Answer drawings' }).click();
  await expect(row(page, 'Mine').getByRole('button', { name: 'Answers drawings' })).toBeVisible();
  await page.getByRole('link', { name: 'Draw' }).click();
  await expect(page.getByRole('combobox', { name: 'Answered by' })).toContainText('Mine');
  await page.getByRole('link', { name: 'Networks' }).click();
  await row(page, 'Built-in network').getByRole('button', { name: 'Answer drawings' }).click();
  await page.getByRole('link', { name: 'Draw' }).click();
  await draw(page, penDigit('3'));
  await expect(prediction(page)).toHaveAttribute('data-digit', '3');
});

test('the built-in network leaves in three formats, and each is it', async ({ page }) => {
  await openNetworks(page);
  const shipped = row(page, 'Built-in network');
  await shipped.getByText('Details and export').click();
  const parameters: string[] = [];
  for (const [name, format] of [
    ['TensorFlow.js', 'tfjs'],
    ['ONNX', 'onnx'],
    ['safetensors', 'safetensors'],
  ] as const) {
    const downloading = page.waitForEvent('download');
    await shipped.getByRole('button', { name, exact: true }).click();
    const download = await downloading;
    const bytes = await readFile(await download.path());
    const arrayBuffer = async () => new Uint8Array(bytes).buffer;
    const read = await importNetwork([
      { name: download.suggestedFilename(), size: bytes.length, arrayBuffer },
    ]);
    expect(read).toMatchObject({ ok: true, format, digest: true });
    if (read.ok) parameters.push(Buffer.from(read.network.parameters.buffer).toString('base64'));
  }
  expect(parameters).toHaveLength(3);
  expect(new Set(parameters).size).toBe(1);
});

test('a damaged file and a file of another kind change nothing, and the page says why', async ({ page }) => {
  await openNetworks(page);
  const { bytes } = await exportNetwork(testNetwork(), 'safetensors');
  await give(page, 'half.safetensors', bytes.slice(0, bytes.length / 2));
  await expect(notice(page)).toContainText('Nothing was imported');
  await expect(notice(page)).toContainText('half.safetensors');
  await give(page, 'photo.onnx', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10));
  await expect(notice(page)).toContainText('got a PNG picture');
  await give(page, 'notes.onnx', Buffer.from('not a network'));
  await expect(notice(page)).toContainText('got a text file');
  await expect(rows(page)).toHaveCount(1);
  await give(page, 'mine.lenet-run', new Uint8Array(2_000_000));
  await expect(notice(page)).toContainText('a training run: open it on the Train page');
  await notice(page).getByRole('button', { name: 'Go to Train' }).click();
  await expect(page).toHaveURL(/#\/train/);
});

test('two networks are compared on one drawing, and one is trained further', async ({ page }) => {
  await openNetworks(page);
  const { fileName, bytes } = await exportNetwork(testNetwork({ name: 'Other' }), 'tfjs');
  await give(page, fileName, bytes);
  await expect(row(page, 'Other')).toContainText('99.23');
  const compare = page.getByTestId('compare');
  await draw(page, penDigit('3'));
  const answers = compare.getByTestId('compared-answer');
  await expect(answers).toHaveCount(2);
  await expect(compare.locator('[data-testid="compared-answer"][data-digit="3"]').first()).toBeVisible();
  await expect(compare.getByText('99.10').first()).toBeVisible();
  // Both by the same kind of figure.
  await expect(compare.getByTestId('accuracy')).toHaveText([
    '99.23\u202f%of MNIST’s test images',
    `${shippedRight}\u202f%of MNIST’s test images`,
  ]);
  await compare
    .getByText(/^Known for only one/)
    .first()
    .click();
  await expect(compare.getByText('8,600').first()).toBeVisible();
  await expect(compare.getByText('SGD with momentum')).toBeVisible();

  await row(page, 'Other').getByRole('button', { name: 'Train further' }).click();
  await expect(page.getByText(/Other/).first()).toBeVisible();
  await expect(page).toHaveURL(/#\/train/);
  await expect(page.getByTestId('training-state')).toHaveAttribute('data-state', 'idle');
});

test('a network with a validation figure only can be measured where it is compared', async ({ page }) => {
  await openNetworks(page);
  const { provenance } = testNetwork();
  const results = { validationAccuracy: 0.997 };
  const validated = testNetwork({ name: 'Validated', provenance: { ...provenance, results } });
  const { fileName, bytes } = await exportNetwork(validated, 'onnx');
  await give(page, fileName, bytes);
  const accuracy = page.getByTestId('compare').getByTestId('accuracy').first();
  await expect(accuracy).toHaveAttribute('data-kind', 'validation');
  await expect(accuracy).toHaveText(/^99\.70.% of validation imagesNot measured on MNIST/);
  await accuracy.getByRole('button', { name: /^Measure Validated/ }).click();
  await expect(notice(page)).toContainText(/“Validated” reads \d/);
});

test('pages begin where the header does, under titles of one size', async ({ page }) => {
  const sizes = new Set<string>();
  for (const name of ['networks', 'digits', 'model', 'teachers', 'changes']) {
    await page.goto(`/#/${name}`);
    await expect(page.locator('main[aria-busy="true"]')).toHaveCount(0);
    const title = page.locator('main').getByRole('heading', { level: 1 });
    await expect(title).toHaveCount(1);
    const levels = await page
      .getByRole('heading')
      .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName[1])));
    expect(
      levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1),
      name,
    ).toEqual([]);
    sizes.add(await title.evaluate((element) => getComputedStyle(element).fontSize));
    for (const width of [2560, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const [logo, box] = [await page.locator('header img').first().boundingBox(), await title.boundingBox()];
      expect(box?.x, `${name}, ${width} px`).toBe(logo?.x);
    }
  }
  expect(sizes.size).toBe(1);
});

test('on a phone the actions of a network stand on one line', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openNetworks(page);
  await row(page, 'Built-in network').getByRole('button', { name: 'Duplicate' }).click();
  const own = page.getByTestId('network').nth(1);
  const tops = await Promise.all(
    ['Answer drawings', 'Train further', /^Duplicate/, /^Delete/].map(
      async (name) => (await own.getByRole('button', { name }).boundingBox())?.y,
    ),
  );
  expect(new Set(tops).size).toBe(1);
});

for (const [name, title] of [
  ['networks', 'Networks'],
  ['digits', 'Digits'],
  ['model', 'Model'],
] as const) {
  test(`axe finds nothing on the page ${title}, and nothing runs over its side, wide and narrow, light and dark`, async ({
    page,
  }) => {
    await page.goto(`/#/${name}`);
    await expect(page.locator('main[aria-busy="true"]')).toHaveCount(0);
    await expect(page.getByRole('heading').first()).toBeVisible();
    if (name === 'networks') {
      await expect(row(page, 'Built-in network')).toContainText('%');
      await page.getByText('Details and export').first().click();
    }
    for (const width of [2560, 1440, 390, 360]) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await expect.poll(overflow, { message: `${width} px` }).toBeLessThanOrEqual(0);
      if (width !== 1440 && width !== 390) continue;
      const colorScheme = width === 1440 ? 'light' : 'dark';
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        `${width} px, ${colorScheme}`,
      ).toEqual([]);
    }
  });
}

test('what is stored names the page where it is used', async ({ page }) => {
  await page.goto('/');
  await draw(page, penDigit('3'));
  await page.getByRole('link', { name: 'Networks' }).click();
  await page.getByText('See and delete what is stored').click();
  const drawing = page.getByTestId('stored-drawing');
  await expect(page.getByTestId('stored-runs').getByRole('link')).toHaveCount(0);
  await drawing.getByRole('link', { name: 'on the Draw page' }).click();
  await expect(prediction(page)).toHaveAttribute('data-digit', '3');
});
