import type { Page } from '@playwright/test';
import { answerOf, draw } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { expectAxeClean, expectNothingOverTheSide } from './support/looks.ts';
import { penDigit } from './support/samples.ts';

async function openWhatIf(page: Page): Promise<void> {
  await page.goto('/');
  await draw(page, penDigit('closed 4'));
  await answerOf(page);
  await page.goto('/#/explore?tool=what-if');
  await expect(answer(page)).toHaveAttribute('data-digit', /\d/);
}

const answer = (page: Page) => page.getByTestId('what-if-answer');
const sentence = (page: Page) => page.getByTestId('what-if-sentence');
const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true });
const measured = (page: Page) => expect(page.getByTestId('measured-on')).toContainText('share right of');
const curve = (page: Page, name: string) =>
  page
    .getByRole('list', { name: 'Curves' })
    .getByRole('listitem')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('b');

test('a slider is moved by keyboard, the answer and its sentence follow, and Reset takes it back', async ({
  page,
}) => {
  await openWhatIf(page);
  await expect(sentence(page)).toContainText('Unchanged, it is read as 4');
  await page.getByText('What if', { exact: true }).click();
  await slider(page, 'Turn').focus();
  for (let times = 0; times < 9; times++) await page.keyboard.press('ArrowRight');
  await expect(sentence(page)).toContainText('Turned by 90 degrees, it is read as');
  await expect(answer(page)).not.toHaveAttribute('data-digit', '4');
  await page.getByRole('button', { name: 'Reset turn' }).click();
  await expect(answer(page)).toHaveAttribute('data-digit', '4');
});

test('moving and size are normalised away before the normalisation, and not after it or without it', async ({
  page,
}) => {
  await openWhatIf(page);
  await slider(page, 'Move down').fill('8');
  await expect(sentence(page)).toContainText('Moved down by 8 pixels, it is read as 4');
  await page.getByText('After it', { exact: true }).click();
  await expect(answer(page)).not.toHaveAttribute('data-digit', '4');
  await page.getByText('Before the normalisation', { exact: true }).click();
  await slider(page, 'Move down').fill('0');

  // A small drawing is read, but not as most demos do it.
  await slider(page, 'Size').fill('40');
  await expect(answer(page)).toHaveAttribute('data-digit', '4');
  await page.getByRole('button', { name: 'As most demos do it' }).click();
  await expect(page.getByText(/scaled straight to 28 × 28/)).toBeVisible();
  await expect(answer(page)).not.toHaveAttribute('data-digit', '4');
});

test('up to four networks are measured over the slider, and the diagram is read by pointer', async ({
  page,
}) => {
  await page.goto('/#/networks');
  for (let copies = 1; copies <= 3; copies++) {
    await page
      .getByRole('button', { name: /^Duplicate Built-in network/ })
      .first()
      .click();
    // The shipped one, and each copy once it is kept.
    await expect(page.getByRole('button', { name: /^Duplicate/ })).toHaveCount(copies + 1);
  }
  await openWhatIf(page);
  await measured(page);
  const own = await curve(page, 'Built-in network (answers)').textContent();
  expect(own).toMatch(/^\d+\.\d.%$/);
  const others = page.getByRole('combobox', { name: 'Compare with' });
  const names = (await others.getByRole('option').allTextContents()).slice(1);
  for (const name of names.slice(0, 3)) {
    await others.selectOption(name);
    // A copy reads as the network that it is a copy of.
    await expect(curve(page, name)).toHaveText(own ?? '');
    await measured(page);
  }
  await expect(page.getByText('4 networks fit in one diagram.')).toBeVisible();
  const box = await page.getByTestId('robustness-chart').boundingBox();
  if (!box) throw new Error('no diagram');
  await page.mouse.move(box.x + box.width * 0.8, box.y + 60);
  await expect(curve(page, 'Built-in network (answers)')).not.toHaveText(own ?? '');
  await page.mouse.move(0, 0);
  await expect(curve(page, 'Built-in network (answers)')).toHaveText(own ?? '');
  await page.mouse.click(box.x + box.width * 0.8, box.y + 60);
  await expect(slider(page, 'Turn')).not.toHaveValue('0');
  await page.getByRole('button', { name: `Take ${names[0]} out` }).click();
  await expect(page.getByRole('list', { name: 'Curves' }).getByRole('listitem')).toHaveCount(4);
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 320, height: 700 },
])
  test(`nothing moves while curves are measured or sliders are, ${viewport.width} px`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await openWhatIf(page);
    const places = () =>
      page.evaluate(() =>
        [
          'what-if',
          'what-if-answer',
          'what-if-sentence',
          'robustness-chart',
          'measured-on',
          'layer-Input',
        ].map((id) => {
          const box = document.querySelector(`[data-testid="${id}"]`)?.getBoundingClientRect();
          return box && [id, box.x, box.y + window.scrollY].join(' ');
        }),
      );
    await page.evaluate(() => window.scrollTo(0, 0));
    const before = await places();
    await measured(page);
    await slider(page, 'Noise').evaluate((input: HTMLInputElement) => input.focus({ preventScroll: true }));
    for (let times = 0; times < 5; times++) await page.keyboard.press('ArrowRight');
    await expect(sentence(page)).toContainText('With 25');
    await measured(page);
    await page.evaluate(() => window.scrollTo(0, 0));
    expect(await places()).toEqual(before);
    if (viewport.width !== 320) return;
    // With all curves there, axe finds nothing, and nothing runs over the side.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByText('As a table').click();
    await expectNothingOverTheSide(page);
    await expectAxeClean(page, 320, 'light');
    await expectAxeClean(page, 1440, 'dark');
  });
