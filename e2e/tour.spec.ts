import type { Page } from '@playwright/test';
import { answerOf, draw, pad } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { expectAxeClean, expectNothingOverTheSide } from './support/looks.ts';
import { penDigit } from './support/samples.ts';

async function openTour(page: Page, hash = '#/tour'): Promise<void> {
  await page.goto('/');
  await draw(page, penDigit('open 4'));
  await answerOf(page);
  await page.goto(`/${hash}`);
  await expect(page.getByTestId('tour-answer')).toContainText('Read as 4');
}

const chapter = (page: Page, name: string) => page.locator(`#chapter-${name}`);

test('from the Explore page to the tour, whose questions are answered by choosing and by drawing, and stay so', async ({
  page,
}) => {
  await page.goto('/#/explore');
  await page.getByRole('link', { name: 'Guided tour' }).click();
  await expect(page.getByRole('heading', { name: 'How a network reads your digit' })).toBeVisible();
  await draw(page, penDigit('open 4'));
  await expect(page.getByTestId('tour-answer')).toContainText('Read as 4');

  const kernel = chapter(page, 'kernel').getByTestId('question');
  await kernel.getByRole('button', { name: /not important/ }).click();
  await expect(kernel).toContainText('Not quite.');
  await expect(kernel).toHaveAttribute('data-answered', 'false');
  await kernel.getByRole('button', { name: /28 places/ }).click();
  await expect(kernel).toContainText('Right.');
  await expect(page.getByText('1 of 10 questions answered')).toBeVisible();

  // Drawn, and checked by the network: small, in a corner.
  const pixels = chapter(page, 'pixels').getByTestId('question');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await pad(page).scrollIntoViewIfNeeded();
  await draw(page, penDigit('open 4'), { size: 0.2, x: 0.2, y: 0.2 });
  await expect(pixels).toHaveAttribute('data-answered', 'true');
  await page.reload();
  await expect(page.getByText('2 of 10 questions answered')).toBeVisible();
});

test('a weight is turned until the loss has come down to half', async ({ page }) => {
  await openTour(page, '#/tour?chapter=learning');
  const learning = chapter(page, 'learning');
  await expect(learning).toBeInViewport();
  await expect(learning.getByTestId('question')).toHaveAttribute('data-answered', 'false');
  const slider = learning.getByRole('slider');
  await slider.focus();
  const loss = async () =>
    Number(await learning.getByTestId('one-weight').locator('dd').nth(1).textContent());
  const before = await loss();
  await slider.press('ArrowRight');
  const uphill = (await loss()) > before;
  for (let press = 0; press < 120 && (await loss()) > before / 2; press++)
    await slider.press(uphill ? 'ArrowLeft' : 'ArrowRight');
  await expect(learning.getByTestId('question')).toHaveAttribute('data-answered', 'true');
});

test('a real network learns in the page, and can be stopped', async ({ page }) => {
  await openTour(page, '#/tour?chapter=run');
  const run = page.getByTestId('small-run');
  await run.getByRole('button', { name: 'Train for 30 seconds' }).click();
  await expect
    .poll(async () => Number(await run.getAttribute('data-step')), { timeout: 60_000 })
    .toBeGreaterThan(60);
  const share = async () =>
    Number(((await run.locator('dd').nth(2).textContent()) ?? '').replace(/[^\d.]/g, ''));
  await expect.poll(share, { timeout: 60_000 }).toBeGreaterThan(60);
  await run.getByRole('button', { name: 'Stop' }).click();
  await expect(run.getByRole('button', { name: 'Train another' })).toBeVisible();
});

test('a digit that is moved after the normalisation is misread', async ({ page }) => {
  await openTour(page, '#/tour?chapter=limits');
  const limits = chapter(page, 'limits');
  const answer = limits.getByTestId('moved-answer');
  await expect(answer).toContainText('it is read as 4');
  await limits.getByRole('slider').focus();
  await limits.getByRole('slider').press('End');
  await expect(answer).toContainText('10 pixels further down');
  await expect(answer).not.toContainText('it is read as 4');
});

test('it is presented chapter by chapter with the arrow keys, and left with Escape', async ({ page }) => {
  await openTour(page);
  await page.getByRole('button', { name: 'Present', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Pixels' })).toBeVisible();
  await expect(chapter(page, 'kernel')).toHaveCount(0);
  // The page keeps its name, though only the chapter's title is seen.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How a network reads your digit');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { name: 'A kernel slides' })).toBeVisible();
  // Within an instrument the arrows are the instrument's.
  await chapter(page, 'kernel').getByTestId('map-large').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { name: 'A kernel slides' })).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('Escape');
  await expect(chapter(page, 'limits')).toBeVisible();
});

test('a word of the field explains itself to pointer, keyboard and finger', async ({ page }) => {
  await openTour(page);
  const word = chapter(page, 'kernel').getByRole('button', { name: 'kernel', exact: true }).first();
  const tip = word.locator('xpath=following-sibling::*');
  await word.hover();
  await expect(tip).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(tip).toBeHidden();
  await word.click();
  await expect(tip).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tip).toBeHidden();
});

test('axe finds nothing, and nothing runs over the side, from 320 to 2560 px, light and dark', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openTour(page);
  await expectNothingOverTheSide(page, [320, 820, 2560]);
  for (const [width, colorScheme] of [
    [390, 'light'],
    [1440, 'dark'],
  ] as const) {
    await expectAxeClean(page, width, colorScheme);
  }
});
