import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { answerOf, draw, type UnitStrokes } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit, penDigits } from './support/samples.ts';

/** A four lying on its side, a little more slanted each time: nobody taught the network to read it. */
function lyingFour(slant: number): UnitStrokes {
  const four = penDigits.find(({ digit }) => digit === 4)?.strokes ?? [];
  return coarse(four).map((stroke) => stroke.map(([x, y]) => [1 - y + slant * (x - 0.5), x] as const));
}

/** Every fourth place, and the ends: a busy machine takes its time for each move of the mouse. */
function coarse(strokes: UnitStrokes): UnitStrokes {
  return strokes.map((stroke) => stroke.filter((_, at) => at % 4 === 0 || at === stroke.length - 1));
}

const keeping = (page: Page) => page.getByTestId('keep-digit');
const learning = (page: Page) => page.getByTestId('learn');
const tiles = (page: Page) => page.getByRole('button', { name: /^An? \d saved on/ });

/** Draws a digit on an empty paper and says what it is. */
async function keep(page: Page, strokes: UnitStrokes, label: number): Promise<void> {
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await draw(page, strokes);
  await answerOf(page);
  await keeping(page)
    .getByRole('button', { name: new RegExp(`${label}$`) })
    .click();
  await expect(page.getByTestId('notice')).toContainText(new RegExp(`Kept as an? ${label}`));
}

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

test('an unusual digit is corrected, learnt, kept, and read right from then on', async ({ page }) => {
  await page.goto('/');
  for (const slant of [0, 0.12]) await keep(page, lyingFour(slant), 4);
  expect((await answerOf(page)).digit).not.toBe('4');
  await keeping(page).getByRole('link').click();
  await expect(tiles(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Learn my digits' }).click();
  await expect(learning(page)).toHaveAttribute('data-state', 'learnt', { timeout: 60_000 });
  await expect(learning(page).getByRole('row', { name: /learned from/ })).toContainText('2 of 2');
  await expectNoViolations(page);

  // Nothing changes before it is kept.
  await page.getByRole('link', { name: 'Draw', exact: true }).click();
  expect((await answerOf(page)).digit).not.toBe('4');
  await page.getByRole('link', { name: 'Digits', exact: true }).click();
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(learning(page)).toHaveAttribute('data-state', 'kept');
  await page.getByRole('link', { name: 'Draw', exact: true }).click();
  await expect(page.getByTestId('prediction')).toHaveAttribute('data-digit', '4');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await draw(page, lyingFour(0.06));
  expect((await answerOf(page)).digit).toBe('4');
});

test('kept digits are looked through, relabelled, deleted and brought back, carried to a file and back, on a phone', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/');
  await answerOf(page);
  const place = () => page.getByTestId('prediction').boundingBox();
  const before = await place();
  await keep(page, coarse(penDigit('2')), 7);
  expect(await place()).toEqual(before);
  await keep(page, coarse(penDigit('8')), 8);
  await page.reload();
  await expect(keeping(page).getByRole('link')).toContainText('2');
  await keeping(page).getByRole('link').click();

  await page.getByRole('button', { name: /^A 7 saved on/ }).click();
  const dialog = page.getByTestId('digit-dialog');
  await dialog.getByRole('button', { name: 'It is a 2' }).click();
  await expect(dialog).toContainText('Kept as a 2');
  await expectNoViolations(page);
  await page.keyboard.press('Escape');

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  await page.getByRole('button', { name: 'Delete all' }).click();
  await expect(tiles(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Learn my digits' })).toBeDisabled();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(tiles(page)).toHaveCount(2);

  await tiles(page).first().press('Delete');
  await expect(tiles(page)).toHaveCount(1);
  const give = async (content: string) => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import…' }).click();
    const buffer = Buffer.from(content);
    await (await choosing).setFiles([{ name: 'my-digits.json', mimeType: 'application/json', buffer }]);
  };
  await give(text.slice(0, 300));
  await expect(page.getByTestId('notice')).toContainText(': file: expected JSON');
  await give(text);
  await expect(page.getByTestId('notice')).toContainText(
    '1 digit added. 1 digit of the file was here already.',
  );
  await expect(tiles(page)).toHaveCount(2);

  await page.getByRole('button', { name: /^An 8 saved on/ }).click();
  await page.getByRole('button', { name: 'Open on the Draw page' }).click();
  expect((await answerOf(page)).digit).toBe('8');
  await expect(keeping(page)).toContainText('Kept as an 8');
});
