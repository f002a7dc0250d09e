import type { Locator, Page } from '@playwright/test';
import { answerOf, draw, pad } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { expectAxeClean, expectNothingOverTheSide } from './support/looks.ts';
import { penDigit } from './support/samples.ts';
import { button, expectState, openOwn, untilStep } from './support/train.ts';

const map = (page: Page): Locator => page.getByTestId('digit-map');
const nearest = (page: Page): Locator =>
  page.getByRole('list', { name: 'Nearest test digits' }).getByRole('button');
const scale = async (page: Page) => Number(await map(page).getAttribute('data-scale'));
const picture = (page: Page) =>
  map(page)
    .locator('canvas')
    .evaluate(async (canvas: HTMLCanvasElement) => {
      // What was asked for before is painted in the frame that follows.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return canvas.toDataURL();
    });

/** The picture once nothing in it is on its way any more. */
async function settled(page: Page): Promise<string> {
  let before = '';
  await expect
    .poll(async () => {
      const now = await picture(page);
      const same = now === before;
      before = now;
      return same;
    })
    .toBe(true);
  return before;
}

async function openMap(page: Page, digit: string | null): Promise<void> {
  await page.goto('/');
  if (digit !== null) await draw(page, penDigit(digit));
  await answerOf(page);
  await page.goto('/#/explore?tool=map');
  await expect(page.getByText(/^2,000 digits of synthetic handwriting/)).toBeVisible();
}

test('a drawing lies among digits like it, and moves while it is drawn', async ({ page }) => {
  await openMap(page, null);
  const empty = await settled(page);
  await expect(page.getByTestId('among')).toHaveText('Draw a digit to see where it lands.');
  await expect(nearest(page).first()).toBeDisabled();
  const box = await pad(page).boundingBox();
  if (!box) throw new Error('expected the paper');
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.2 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.5 * box.height, { steps: 6 });
  await expect(page.getByTestId('among')).toContainText('nearest neighbours');
  const half = await settled(page);
  expect(half).not.toBe(empty);
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.8 * box.height, { steps: 6 });
  expect(await settled(page)).not.toBe(half);
  await page.mouse.up();

  await page.getByRole('button', { name: 'Clear' }).click();
  await draw(page, penDigit('3'));
  await expect(page.getByTestId('among')).toHaveText('Its nearest neighbours: 3, 3, 3, 3, 3');
  // Read aloud when the pen has come to rest.
  await expect(
    page.locator('[aria-live="polite"]', { hasText: 'nearest neighbours: 3, 3, 3, 3, 3' }),
  ).toHaveCount(1);
});

test('wheel, drag, buttons and keys zoom and move; the pointer names digits', async ({ page }) => {
  await openMap(page, '3');
  const whole = await settled(page);
  await map(page).hover();
  // What came into sight has scrolled the page, which goes before.
  await page.waitForTimeout(400);
  await page.mouse.wheel(0, -600);
  await expect.poll(() => scale(page)).toBeGreaterThan(2);
  const near = await settled(page);
  expect(near).not.toBe(whole);
  const box = await map(page).boundingBox();
  if (!box) throw new Error('expected the map');
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 90, box.y + box.height / 2 + 40, { steps: 5 });
  await page.mouse.up();
  expect(await settled(page)).not.toBe(near);

  await page.getByRole('button', { name: 'Whole map' }).click();
  await page.mouse.move(0, 0);
  await expect.poll(() => scale(page)).toBe(1);
  await map(page).focus();
  for (const key of ['+', '+', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(key);
  await expect.poll(() => scale(page)).toBeCloseTo(2.25, 2);
  await page.keyboard.press('0');
  expect(await settled(page)).toBe(whole);
});

test('a page that is scrolled by the wheel goes past the map', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 700 });
  await openMap(page, '3');
  await page.mouse.move(350, 600);
  for (let turn = 0; turn < 30; turn++) {
    await page.mouse.wheel(0, 100);
    await page.waitForTimeout(30);
  }
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(1_500);
  for (let turn = 0; turn < 40; turn++) {
    await page.mouse.wheel(0, -100);
    await page.waitForTimeout(30);
  }
  expect(await page.evaluate(() => window.scrollY)).toBeLessThan(100);
  expect(await scale(page)).toBe(1);
});

test('Tab reaches the five nearest digits, Enter goes to one', async ({ page }) => {
  await openMap(page, '3');
  await expect(nearest(page).first()).toBeEnabled();
  await page.getByRole('button', { name: 'Whole map' }).focus();
  for (let rank = 0; rank < 5; rank++) {
    await page.keyboard.press('Tab');
    await expect(nearest(page).nth(rank)).toBeFocused();
  }
  const name = (await nearest(page).nth(4).textContent()) ?? '';
  await page.keyboard.press('Enter');
  await expect.poll(() => scale(page)).toBeGreaterThan(1);
  await expect(page.getByTestId('pointed-digit')).toContainText(name.split(',')[0] ?? 'a digit');
});

/** That it is the same when it is made again: digit-map-tool.browser.test.tsx. */
test('UMAP forms, stops when it is asked to, and begins again', async ({ page }) => {
  await openMap(page, '3');
  const components = await settled(page);
  await page.getByText('UMAP', { exact: true }).click();
  const state = page.getByTestId('map-state');
  await expect(state).toHaveText(/^Forming: \d+/);
  await expect(state).toContainText('gives the same map');
  const umap = await settled(page);
  expect(umap).not.toBe(components);
  // The other map is shown whole, wherever this one is zoomed to.
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(page.getByTestId('digit-map')).toHaveAttribute('data-zoomed', 'true');
  await page.getByText('Principal components', { exact: true }).click();
  await expect(page.getByTestId('digit-map')).toHaveAttribute('data-zoomed', 'false');
  await page.getByText('UMAP', { exact: true }).click();
  await page.getByRole('button', { name: 'Map again' }).click();
  await expect(state).toHaveText(/^Forming: \d+/);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(state).toHaveText(/^Stopped at \d+/);
  expect(await settled(page)).not.toBe(umap);
  await page.getByRole('button', { name: 'Map again' }).click();
  await expect(state).toHaveText(/^Forming: \d+/);
  await page.getByText('Principal components', { exact: true }).click();
  expect(await settled(page)).toBe(components);
});

test('another network has another map, and a changed one, too', async ({ page }) => {
  await openMap(page, '3');
  const before = await settled(page);
  await page.evaluate(() => window.location.replace('#/explore?tool=looks&unit=F6-7'));
  await page.getByTestId('looks-tool').getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByTestId('changed-network')).toBeVisible();
  await page.getByText('Map', { exact: true }).click();
  await expect(page.getByText(/^2,000 digits/)).toBeVisible();
  expect(await settled(page)).not.toBe(before);
});

test('the map of a run: one heap at its beginning, ten clouds later, and the timeline leads back', async ({
  page,
}) => {
  await openOwn(page, '?epochs=40&batchSize=32');
  await page.getByText('The map of digits', { exact: true }).click();
  const learning = page.getByTestId('learning-map');
  await expect(learning).toContainText('Start a run');
  await button(page, 'Start').click();
  await untilStep(page, 250);
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  const last = Number(await page.getByTestId('training-state').getAttribute('data-step'));
  await expect(learning).toHaveAttribute('data-step', String(last));
  await expect(learning).toContainText(/^.*300 digits of synthetic handwriting by their values in F6/);
  const misread = async () => Number(/(\d+) misread/.exec((await learning.textContent()) ?? '')?.[1]);
  const after = await misread();
  const now = await settled(page);
  await page.getByRole('slider', { name: 'Moment of the run' }).fill('0');
  await expect(learning).not.toHaveAttribute('data-step', String(last));
  await expect.poll(misread).toBeGreaterThan(after);
  expect(await settled(page)).not.toBe(now);
  await button(page, 'Now').click();
  await expect(learning).toHaveAttribute('data-step', String(last));
  expect(await settled(page)).toBe(now);
});

test.describe('by thumb', () => {
  test.use({ hasTouch: true, viewport: { width: 320, height: 640 } });

  test('the page scrolls past a whole map, and two fingers zoom it', async ({ page, context }) => {
    await openMap(page, '3');
    await map(page).evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = await map(page).boundingBox();
    if (!box) throw new Error('expected the map');
    const devtools = await context.newCDPSession(page);
    const [x, y] = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', fingers: readonly [number, number][]) =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: fingers.map(([dx, dy], id) => ({ x: x + dx, y: y + dy, id })),
      });
    const scrolled = () => page.evaluate(() => window.scrollY);
    const before = await scrolled();
    await touch('touchStart', [[0, 0]]);
    for (let up = 10; up <= 120; up += 10) await touch('touchMove', [[0, -up]]);
    await touch('touchEnd', []);
    await expect.poll(scrolled).toBeGreaterThan(before + 80);
    // The page comes to rest.
    await page.waitForTimeout(500);
    expect(await scale(page)).toBe(1);

    await map(page).evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const apart = (reach: number): [number, number][] => [
      [-reach, 0],
      [reach, 0],
    ];
    await touch('touchStart', apart(20));
    for (const reach of [30, 45, 60]) await touch('touchMove', apart(reach));
    await touch('touchEnd', []);
    await expect.poll(() => scale(page)).toBeGreaterThan(1.5);
  });
});

test('axe finds nothing, and nothing runs over the side, from 320 to 2560 px, light and dark', async ({
  page,
}) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openMap(page, '2');
  await expectNothingOverTheSide(page);
  for (const [width, colorScheme, kind] of [
    [320, 'light', 'UMAP'],
    [1440, 'dark', 'Principal components'],
  ] as const) {
    await page.getByText(kind, { exact: true }).click();
    await settled(page);
    await expectAxeClean(page, width, colorScheme, kind);
  }
});
