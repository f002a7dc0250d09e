import AxeBuilder from '@axe-core/playwright';
import { answerOf, draw, pad, prediction } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { expectNothingOverTheSide } from './support/looks.ts';
import { penDigit } from './support/samples.ts';

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

test('axe finds nothing at 1440 and 390 px, light and dark', async ({ page }) => {
  await page.goto('/');
  await draw(page, penDigit('2'));
  await answerOf(page);
  for (const viewport of sizes) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        `${viewport.width} px, ${colorScheme}`,
      ).toEqual([]);
    }
  }
});

test('two candidates stand in the answer’s place, and the one that is pressed is kept', async ({ page }) => {
  // A network that knows nothing as a digit is unsure of every drawing, whichever network is shipped.
  await page.route('**/model.json', async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    await route.fulfill({ response, body: body.replace(/("leastEnergy": ?)[^,}\s]+/, '$11000') });
  });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  await answerOf(page);
  const row = page.getByTestId('keep-digit');
  const before = await row.boundingBox();
  await draw(page, penDigit('7'));
  await answerOf(page);
  await expect(prediction(page)).toHaveText(/^Not sure:a 7 or an? \d\?$/);
  expect(await row.boundingBox()).toEqual(before);
  const candidates = page.getByRole('group', { name: 'Say which it is and keep it' });
  await candidates.getByRole('button', { name: 'It is a 7' }).click();
  await expect(row).toContainText('Kept as a 7');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).include('[aria-label="Answer"]').analyze();
    expect(violations, colorScheme).toEqual([]);
  }
});

test('nothing runs over the side, from 360 to 2560 px', async ({ page }) => {
  await page.goto('/');
  await answerOf(page);
  await expect(page.getByTestId('layer-Output')).toBeAttached();
  await expectNothingOverTheSide(page, [360, 390, 768, 1024, 1181, 1440, 2560]);
});

test('nothing moves while the answer changes', async ({ page }) => {
  await page.goto('/');
  await answerOf(page);
  const places = () =>
    page.evaluate(() =>
      ['draw-pad', 'prediction', 'layer-Input', 'layer-C1', 'layer-C3', 'layer-C5', 'layer-Output'].map(
        (id) => {
          const box = document.querySelector(`[data-testid="${id}"]`)?.getBoundingClientRect();
          return box && [id, box.x, box.y, box.width, box.height].join(' ');
        },
      ),
    );
  const before = await places();
  await draw(page, penDigit('8'));
  await answerOf(page);
  expect(await places()).toEqual(before);
});

test('a choice of networks that comes moves nothing, at 1440 and 390 px', async ({ page }) => {
  await page.goto('/');
  await answerOf(page);
  const places = async () => {
    const shown = ['prediction', 'keep-digit', 'stage-0', 'layer-Input'].map((id) => page.getByTestId(id));
    return Promise.all(shown.map((one) => one.boundingBox()));
  };
  const placesAt = async () => {
    const all = [];
    for (const viewport of sizes) {
      await page.setViewportSize(viewport);
      all.push(await places());
    }
    return all;
  };
  const before = await placesAt();
  await page.getByRole('link', { name: 'Networks' }).click();
  await page
    .getByRole('button', { name: /^Duplicate/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Draw', exact: true }).click();
  await expect(page.getByRole('combobox', { name: 'Answered by' })).toBeVisible();
  expect(await placesAt()).toEqual(before);
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });
  test('drawing with a finger never scrolls the page', async ({ page }) => {
    await page.goto('/');
    await answerOf(page);
    const box = await pad(page).boundingBox();
    if (!box) throw new Error('no pad');
    const client = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y: number) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width / 2, y: box.y + box.height * y }],
      });
    await touch('touchStart', 0.8);
    for (let i = 1; i <= 20; i++) await touch('touchMove', 0.8 - 0.03 * i);
    await touch('touchEnd', 0.2);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    expect((await answerOf(page)).digit).toBe('1');
  });
});

test('the theme is switched, and kept through a reload', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('radio', { name: 'Dark', exact: true }).check();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.reload();
  await expect.poll(background).toBe(dark);
});

test('the Draw page prints as one light sheet, whatever the screen and the theme, and is as before after it', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto('/');
  await draw(page, penDigit('2'));
  expect((await answerOf(page)).digit).toBe('2');
  const figure = () => page.getByRole('region', { name: /^The network/ }).boundingBox();
  const before = await figure();
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  await page.evaluate(() =>
    addEventListener('beforeprint', () =>
      sessionStorage.setItem('printed', String(document.documentElement.dataset.theme)),
    ),
  );
  const sheet = await page.pdf({ preferCSSPageSize: true });
  expect(sheet.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
  expect(await page.evaluate(() => sessionStorage.getItem('printed'))).toBe('light');
  expect(await theme()).toBe(undefined);
  expect(await figure()).toEqual(before);
});
