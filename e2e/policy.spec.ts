import { readFileSync } from 'node:fs';
import { contentSecurityPolicy } from '../tools/site-headers.ts';
import { expect, test } from './support/lab.ts';
import { button, untilStep } from './support/train.ts';

test.describe('what the policy refuses', () => {
  test.use({ expectedErrors: [/TrustedScriptURL|TrustedHTML|Content.Security.Policy/] });

  test('scripts of other sites, HTML from strings and other addresses are refused, in the page and its workers', async ({
    page,
  }) => {
    const worker = page.waitForEvent('worker');
    await page.goto('/');
    const attempt = async (context: Pick<typeof page, 'evaluate'>) => ({
      worker: await context.evaluate(() => {
        try {
          return String(new Worker('https://example.com/x.js'));
        } catch (error) {
          return (error as Error).name;
        }
      }),
      fetch: await context.evaluate(() =>
        fetch('https://example.com/').then(
          () => 'allowed',
          (error: Error) => error.name,
        ),
      ),
    });
    const both = { worker: 'TypeError', fetch: 'TypeError' };
    expect(await attempt(page)).toEqual(both);
    expect(await attempt((await worker) as unknown as typeof page)).toEqual(both);
    const html = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<p>hello';
        return 'allowed';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(html).toBe('TypeError');
  });
});

test('the page itself carries the policy, for servers that do not send it', () => {
  const html = readFileSync('dist/index.html', 'utf8');
  const at = html.indexOf(`http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}"`);
  expect(at).toBeGreaterThan(0);
  // What stands before it would not be governed by it.
  expect(html.slice(0, at)).not.toMatch(/<(script|link|style)/);
});

test('threads of the training worker start under the policy', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 }));
  await page.goto('/?data=synthetic&engine=wasm#/train');
  await button(page, 'Start').click();
  await untilStep(page, 10);
  await expect(page.getByText(/3 threads/).first()).toBeVisible();
});
