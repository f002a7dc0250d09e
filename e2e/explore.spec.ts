import type { Page } from '@playwright/test';
import { randomFromSeed } from '../src/lib/random.ts';
import { lenet5 } from '../src/network/lenet-5.ts';
import { answerOf, draw, prediction } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { expectAxeClean, expectNothingOverTheSide } from './support/looks.ts';
import { penDigit } from './support/samples.ts';

/** A number as the page writes it. */
const number = (text: string | null) => Number((text ?? '').replace('\u2212', '-').replace(/[^\d.-]/g, ''));

async function drawAndOpen(page: Page, digit: string, hash: string): Promise<void> {
  await page.goto('/');
  await draw(page, penDigit(digit));
  await answerOf(page);
  await page.goto(`/#/explore?${hash}`);
}

test('one click asks why, two show the drawing with the smallest change, and undo takes it back', async ({
  page,
}) => {
  await page.goto('/');
  await draw(page, penDigit('open 4'));
  const { digit } = await answerOf(page);
  await page.getByRole('link', { name: 'Why?' }).click();
  await expect(page.getByTestId('lead')).toContainText(`${digit} leads`);
  await expect(page.getByTestId('ink-parts').getByRole('listitem')).toHaveCount(3);
  await expect(page.getByTestId('ink-parts')).toContainText('hiding it lowers');
  const sums = /add up to ([−\d.]+); the lead is ([−\d.]+) above/.exec(
    (await page.getByTestId('residue').textContent()) ?? '',
  );
  expect(Math.abs(number(sums?.[1] ?? '') - number(sums?.[2] ?? ''))).toBeLessThan(
    0.01 * Math.abs(number(sums?.[2] ?? '')),
  );

  const suggestion = page.getByTestId('suggestion');
  await expect(suggestion.locator('[data-found="true"]')).toContainText('and it is read as');
  const promised = /read as (\d)/.exec((await suggestion.textContent()) ?? '')?.[1];
  expect(promised).not.toBe(digit);
  await expect(page.getByTestId('suggested-ink')).toBeVisible();
  await suggestion.getByRole('button', { name: 'Try it' }).click();
  await expect(prediction(page)).toHaveAttribute('data-digit', promised ?? '');
  await suggestion.getByRole('button', { name: 'Undo' }).click();
  await expect(prediction(page)).toHaveAttribute('data-digit', digit);
});

test('the two digits are chosen, the address follows, and what decided adds up to the lead', async ({
  page,
}) => {
  await drawAndOpen(page, '7', 'tool=why');
  await page.getByRole('combobox', { name: 'and not' }).selectOption('2');
  await expect(page.getByTestId('lead')).toContainText('7 leads 2');
  await expect(page).toHaveURL(/tool=why.*digit=7&rival=2/);
  const units = page.getByRole('region', { name: 'Which units decided' }).locator('tbody tr');
  const spoken = await units.evaluateAll((rows) =>
    rows.map((row) => row.querySelectorAll('th, td')[3]?.textContent ?? ''),
  );
  const lead = spoken.pop();
  const total = spoken.reduce((sum, text) => sum + number(text), 0);
  expect(Math.abs(total - number(lead ?? ''))).toBeLessThan(0.006);
  const told = await page.getByTestId('lead').textContent();
  expect(number(/by ([\d.]+)/.exec(told ?? '')?.[1] ?? '')).toBeCloseTo(number(lead ?? ''), 1);
});

test('the sum of any unit of any layer ends in the value that the network gave', async ({ page }) => {
  await drawAndOpen(page, '3', 'tool=arithmetic');
  const random = randomFromSeed(19);
  for (const layer of lenet5.layers.slice(1)) {
    for (let time = 0; time < 2; time++) {
      const within = (size: number) => random.integer(0, size - 1);
      const place = [layer.name, within(layer.maps), within(layer.height), within(layer.width)].join('-');
      await page.evaluate((hash) => window.location.replace(hash), `#/explore?tool=arithmetic&unit=${place}`);
      const value = page.getByTestId('unit-readout').locator('output');
      await expect(page.getByTestId('unit-readout')).toContainText(layer.name);
      await expect(page.getByTestId('sum-line').locator('dd').last()).toHaveText(
        (await value.textContent()) ?? 'a value',
      );
    }
  }
});

test('a weight, its value and their product are pointed at together', async ({ page }) => {
  await drawAndOpen(page, '3', 'tool=arithmetic&unit=C3-4-5-5');
  const cells = page.getByTestId('arithmetic').locator('[data-place="12"]');
  await expect(cells).toHaveCount(3);
  await cells.nth(1).hover();
  await expect(page.getByTestId('arithmetic').locator('[data-pointed="true"]')).toHaveCount(3);
  const [value, weight, product] = await cells.allTextContents();
  await expect(page.getByTestId('product-words')).toHaveText(
    `S2, row 7, column 7: ${value} × ${weight} = ${product}`,
  );
  // By keyboard from one of the grids.
  await page.mouse.move(0, 0);
  await page.getByRole('application', { name: '× its kernel' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('product-words')).toContainText('S2, row 7, column 8');
});

test('the window slides over a map that is painted as it goes, pauses, and goes on by the arrow keys', async ({
  page,
}) => {
  await drawAndOpen(page, '3', 'tool=arithmetic&unit=S2-1-3-3');
  await page.getByText('Fast', { exact: true }).click();
  await page.getByRole('button', { name: 'Slide the window' }).click();
  const veiled = page.getByTestId('unpainted');
  await expect(veiled).toBeVisible();
  await expect(page.getByRole('heading', { name: /S2, map 1, row [1-9]/ })).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  const heading = page.getByTestId('arithmetic-unit');
  const paused = await heading.textContent();
  await page.waitForTimeout(300);
  expect(await heading.textContent()).toBe(paused);
  await page.getByTestId('map-large').focus();
  await page.keyboard.press('Home');
  await expect(heading).toContainText('column 0');
  await expect(veiled).toHaveCount(0);
});

test('a unit is chosen in the figure, and its sources lead back to it', async ({ page }) => {
  await drawAndOpen(page, '3', 'tool=why');
  await page.getByTestId('layer-F6').click();
  await expect(page.getByTestId('arithmetic-unit')).toContainText('F6, unit');
  await page.getByTestId('arithmetic').getByRole('button').first().click();
  await expect(page.getByTestId('arithmetic-unit')).toContainText('C5, unit');
});

test('a link hands out the whole view: instrument, unit, digits and drawing', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await drawAndOpen(page, '7', 'tool=why&digit=7&rival=1');
  await expect(page.getByTestId('lead')).toContainText('7 leads 1');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByTestId('notice')).toContainText('Link copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const lead = await page.getByTestId('lead').textContent();
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByTestId('lead')).toHaveText(lead ?? '');
  // Going to another instrument keeps the drawing in the address; drawing lets go of it.
  await other.getByText('Arithmetic', { exact: true }).click();
  await expect(other).toHaveURL(/tool=arithmetic.*draw=/);
  await other.getByRole('button', { name: 'Clear' }).click();
  await expect(other).toHaveURL(/tool=arithmetic[^#]*$/);
  await expect.poll(() => other.url()).not.toContain('draw=');
});

test('what a map looks for: digits, values and its picture; off, the answer follows, and restored it is as before', async ({
  page,
}) => {
  await drawAndOpen(page, '3', 'tool=looks&unit=C3-4');
  const tool = page.getByTestId('looks-tool');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Explore why');
  await expect(tool).toContainText(/C3 map 4 is strongest for \d/);
  await expect(tool.getByRole('region', { name: 'Excite it most' }).getByRole('listitem')).toHaveCount(9);
  await tool.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByTestId('changed-network')).toContainText('C3 map 4 off');
  await expect(tool).toContainText(/before, .* now/);
  // Its values are 0 in the figure, too, and the arithmetic says why.
  await page.getByText('Arithmetic', { exact: true }).click();
  await expect(page.getByTestId('sum-line').locator('dd').last()).toHaveText('0.000');
  await page.getByRole('button', { name: 'Restore' }).first().click();
  await expect(page.getByTestId('changed-network')).toHaveCount(0);
  await expect(page.getByTestId('sum-line').locator('dd').last()).not.toHaveText('0.000');
});

test('a changed network is kept, with what was changed, and answers under its name', async ({ page }) => {
  await drawAndOpen(page, '3', 'tool=looks&unit=F6-7');
  const tool = page.getByTestId('looks-tool');
  await tool.getByRole('button', { name: 'Switch off' }).click();
  await tool.getByRole('textbox', { name: 'Name of the changed network' }).fill('Without F6 7');
  await tool.getByRole('button', { name: 'Save network' }).click();
  await expect(tool).toContainText('Saved as “Without F6 7”');
  await page.getByRole('link', { name: 'Networks' }).click();
  await expect(page.getByText('Without F6 7').first()).toBeVisible();
  await expect(page.getByText(/Changed by hand from “Built-in network”/)).toBeVisible();
});

test('an address that asks for what there is not says so and shows the usual', async ({ page }) => {
  await page.goto('/#/explore?tool=why&unit=C9-1');
  await expect(page.getByTestId('notice')).toContainText('unit “C9-1”');
});

test('an empty paper offers examples to explain', async ({ page }) => {
  await page.goto('/#/explore');
  await expect(page.getByText('Draw a digit, or try an example.')).toBeVisible();
  await page
    .getByRole('button', { name: /^Sample: 8/ })
    .first()
    .click();
  await expect(page.getByTestId('lead')).toContainText('8 leads');
});

test('axe finds nothing, and nothing runs over the side, from 320 to 2560 px, light and dark', async ({
  page,
}) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await drawAndOpen(page, '2', 'tool=why');
  for (const [at, hash] of [
    'tool=why',
    'tool=arithmetic&unit=C3-1-2-3',
    'tool=arithmetic&unit=C5-1',
    'tool=arithmetic&unit=Output-1',
    'tool=looks&unit=C3-4',
  ].entries()) {
    await page.evaluate((to) => window.location.replace(to), `#/explore?${hash}`);
    const [, tool = ''] = /tool=(\w+)/.exec(hash) ?? [];
    const shown = { why: 'suggestion', arithmetic: 'sum-line', looks: 'looks-tool' }[tool] ?? tool;
    await expect(page.getByTestId(shown)).toBeVisible();
    await expectNothingOverTheSide(page, [320, 768, 1181, 2560], hash);
    // One after the other, narrow and light or wide and dark: each instrument's parts are the same in both.
    const [width, colorScheme] = at % 2 === 0 ? ([390, 'light'] as const) : ([1440, 'dark'] as const);
    await expectAxeClean(page, width, colorScheme, hash);
  }
});
