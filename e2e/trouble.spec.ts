import { chromium, type Page } from '@playwright/test';
import { browserSwitches, findBrowser } from '../tools/browser.ts';
import { crashGpu } from './support/crash-gpu.ts';
import { answerOf, draw, pad } from './support/draw.ts';
import { expect, listenForTrouble, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';

const modelFiles = '**/models/lenet5/*';

test.describe('a model that cannot be used', () => {
  // The browser itself reports a file that is missing.
  test.use({ expectedErrors: [/Failed to load resource/] });

  const broken: [string, (page: Page) => Promise<unknown>, RegExp][] = [
    ['missing', (page) => page.route(modelFiles, (route) => route.fulfill({ status: 404 })), /404/],
    [
      'a web page instead',
      (page) =>
        page.route('**/model.json', (route) =>
          route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>hello' }),
        ),
      /expected/i,
    ],
    [
      'truncated',
      (page) => page.route('**/weights.bin', (route) => route.fulfill({ body: Buffer.alloc(1000) })),
      /246,?824.*1,?000/,
    ],
    [
      'not numbers',
      (page) => page.route('**/weights.bin', (route) => route.fulfill({ body: Buffer.alloc(246_824, 0xff) })),
      /NaN|finite/,
    ],
  ];
  for (const [name, breakIt, message] of broken) {
    test(`${name}: says what was expected and what came, the paper works, and a retry helps`, async ({
      page,
    }) => {
      await breakIt(page);
      await page.goto('/');
      const failure = page.getByTestId('failure');
      await expect(failure).toContainText(message);
      await draw(page, penDigit('3'));
      const revision = await pad(page).getAttribute('data-revision');
      expect(Number(revision)).toBeGreaterThan(0);
      await page.unrouteAll();
      await failure.getByRole('button', { name: 'Try again' }).click();
      expect((await answerOf(page)).digit).toBe('3');
      await expect(failure).toBeHidden();
    });
  }
});

test('without WebGL 2 the next engine answers, and the page says which and why', async ({ baseURL }) => {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    // The switches that say they disable WebGL leave the software renderer on.
    args: [
      ...browserSwitches.filter((name) => !/swiftshader/.test(name)),
      '--disable-gpu',
      '--disable-software-rasterizer',
    ],
  });
  const page = await browser.newPage();
  const trouble = await listenForTrouble(page);
  await page.goto(baseURL ?? '');
  await draw(page, penDigit('3'));
  expect((await answerOf(page)).digit).toBe('3');
  const device = page.getByTestId('device');
  await expect(device).not.toHaveAttribute('data-engine', 'webgl');
  await expect(device.getByRole('button')).toHaveText('WebAssembly');
  await device.getByRole('button').click();
  await expect(page.getByText(/WebGL is not available here: this browser .{5,}\.$/)).toBeVisible();
  expect(trouble).toEqual([]);
  await browser.close();
});

test('the graphics process dies: the same drawing is answered again, nothing is lost', async ({
  baseURL,
}) => {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: browserSwitches,
  });
  const page = await browser.newPage();
  await page.goto(baseURL ?? '');
  await draw(page, penDigit('3'));
  const before = await answerOf(page);
  expect(before.digit).toBe('3');
  await crashGpu(browser);
  // Whatever is drawn from now on is answered too.
  await expect
    .poll(
      async () => {
        await page.getByRole('button', { name: 'Undo' }).click();
        await page.getByRole('button', { name: 'Redo' }).click();
        return (await answerOf(page)).digit;
      },
      { timeout: 20_000 },
    )
    .toBe('3');
  await expect(page.getByTestId('device')).toHaveAttribute('data-state', 'ready');
  await browser.close();
});

test('a damaged link gives an empty paper and a notice', async ({ page }) => {
  await page.goto('/#draw=BthisIsNoDrawing');
  await expect(page.getByTestId('notice')).toContainText('damaged');
  expect((await answerOf(page)).digit).toBe('');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByTestId('notice')).toHaveText('');
});

test('a damaged stored drawing gives an empty paper and a notice', async ({ page }) => {
  await page.goto('/');
  await draw(page, penDigit('3'));
  await answerOf(page);
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage))
      localStorage.setItem(key, `${localStorage.getItem(key)?.slice(0, -9)}`);
  });
  await page.reload();
  await expect(page.getByTestId('notice')).toContainText('damaged');
  expect((await answerOf(page)).digit).toBe('');
});
