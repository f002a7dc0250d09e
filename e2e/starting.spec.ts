import { chromium, type Page } from '@playwright/test';
import { browserSwitches, findBrowser } from '../tools/browser.ts';
import { answerOf, draw } from './support/draw.ts';
import { expect, listenForTrouble, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';
import { button, expectState } from './support/train.ts';

/** What is missing is named, with what to do: never a white page. */

const words = (page: Page) => page.locator('#start-trouble');

test.describe('an app that cannot start', () => {
  test.use({ expectedErrors: [/./] });

  test('from a file on disk', async ({ page }) => {
    await page.goto(`file://${process.cwd()}/dist/index.html`);
    await expect(words(page)).toContainText('Serve this folder with a web server');
  });

  test('in a browser without modules', async ({ page }) => {
    await page.addInitScript(
      () => delete (HTMLScriptElement.prototype as Partial<HTMLScriptElement>).noModule,
    );
    await page.route(/assets\/index-.*\.js/, (route) => route.abort());
    await page.goto('/');
    await expect(words(page)).toContainText('This browser is too old for LeNet Lab. Use Chrome');
  });

  test('whose script throws', async ({ page }) => {
    await page.route(/assets\/index-.*\.js/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("no such thing")' }),
    );
    await page.goto('/');
    await expect(words(page)).toContainText(/could not start.*Error: .*no such thing/);
    await page.unroute(/assets\/index-.*\.js/);
    await words(page).getByRole('button', { name: 'Reload' }).click();
    expect((await answerOf(page)).digit).toBe('');
  });

  test('whose own words cannot be loaded either', async ({ page }) => {
    await page.route(/start\.js|assets\/index-.*\.js/, (route) => route.abort());
    await page.goto('/');
    const sentence = page.getByText('LeNet Lab has not started. It needs JavaScript');
    await expect(sentence).toBeHidden();
    await expect(page.locator('#first-paper')).toBeVisible();
    // Eight seconds later.
    await page.evaluate(() => {
      for (const animation of document.getAnimations()) animation.currentTime = 8_000;
    });
    await expect(sentence).toBeVisible();
    await expect(page.locator('#first-paper')).toBeHidden();
  });
});

test('without JavaScript', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(baseURL ?? '');
  await expect(page.locator('noscript p')).toBeVisible();
  await expect(page.locator('noscript p')).toContainText('JavaScript is off. Switch it on');
  await context.close();
});

test('without Web Workers: the paper works, and both pages say what is missing', async ({ page }) => {
  await page.addInitScript(() => delete (window as Partial<typeof globalThis>).Worker);
  await page.goto('/');
  await expect(page.getByTestId('failure')).toContainText('This browser has no Web Workers');
  await draw(page, penDigit('3'));
  await page.getByRole('link', { name: 'Train' }).click();
  await expect(page.getByTestId('missing-parts')).toContainText('nothing can be trained here');
  await expectState(page, 'failed');
});

for (const [missing, flag, text] of [
  ['WebAssembly', '--jitless', 'WebAssembly is off in this browser'],
  // Where the processor's vector instructions are missing, so are those of WebAssembly.
  ['SIMD of WebAssembly', '--no-enable-sse4-1', 'This browser has no WebAssembly SIMD'],
] as const) {
  test(`without ${missing}: drawings are read, and the Train page says why it is slow`, async ({
    baseURL,
  }) => {
    test.skip(process.arch !== 'x64' && flag.includes('sse'), 'the switch is of this processor only');
    const executablePath = findBrowser();
    const browser = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: [...browserSwitches, `--js-flags=${flag}`],
    });
    const page = await browser.newPage();
    const said = await listenForTrouble(page);
    await page.goto(baseURL ?? '');
    await draw(page, penDigit('3'));
    expect((await answerOf(page)).digit).toBe('3');
    await page.getByRole('link', { name: 'Train' }).click();
    await expect(page.getByTestId('missing-parts')).toContainText(text);
    await expect(button(page, 'Start')).toBeEnabled();
    expect(said).toEqual([]);
    await browser.close();
  });
}

test.describe('before the app’s code has loaded', () => {
  test.use({ expectedErrors: [/./] });

  test('the paper is there, in the theme that was chosen', async ({ page }) => {
    await page.route(/assets\/index-.*\.js/, (route) => setTimeout(() => route.abort(), 5_000));
    await page.addInitScript(() => {
      localStorage.removeItem('lenet-lab.have-drawn');
      localStorage.setItem('lenet-lab.theme', 'dark');
    });
    await page.goto('/', { waitUntil: 'commit' });
    await expect(page.locator('#first-paper')).toBeVisible();
    await expect(page.locator('#first-paper').getByText('Draw a digit')).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });

  test('its words, which are English, are not shown to somebody who reads another language', async ({
    page,
  }) => {
    await page.route(/assets\/index-.*\.js/, (route) => setTimeout(() => route.abort(), 5_000));
    await page.addInitScript(() => {
      localStorage.removeItem('lenet-lab.have-drawn');
      localStorage.setItem('lenet-lab.language', 'de');
    });
    // The right ones load beside the code.
    const catalogue = page.waitForRequest(/assets\/de-.*\.json/);
    await page.goto('/', { waitUntil: 'commit' });
    await catalogue;
    await expect(page.locator('#first-paper')).toBeVisible();
    for (const words of ['Draw a digit', 'Number'])
      await expect(page.locator('#first-paper').getByText(words)).toBeHidden();
    await expect(page.locator('#first-paint nav')).toBeHidden();
    await expect(page.locator('html')).toHaveAttribute('data-first', 'empty-paper');
  });

  test('another page has no paper, and one on which somebody has drawn no hint', async ({ page }) => {
    await page.route(/assets\/index-.*\.js/, (route) => setTimeout(() => route.abort(), 5_000));
    await page.goto('/#/train', { waitUntil: 'commit' });
    await expect(page.getByRole('link', { name: 'Train' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Train a network' })).toBeVisible();
    await expect(page.locator('#first-paper')).toBeHidden();
    await page.goto('about:blank');
    await page.goto('/', { waitUntil: 'commit' });
    await expect(page.locator('#first-paper')).toBeVisible();
    await expect(page.locator('#first-paper').getByText('Draw a digit')).toBeHidden();
  });
});
