import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contentSecurityPolicy } from '../tools/site-headers.ts';
import { type Deployment, deployed } from './support/deployment.ts';
import { answerOf, draw } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';
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

test.describe('inside the page of another site', () => {
  // To a browser, another port is the same site: storage is not kept apart by the browser itself.
  let site: Deployment;
  let other: Server;
  test.beforeEach(async () => {
    site = await deployed();
    other = createServer((request, response) => {
      const hash = decodeURIComponent(request.url?.slice(1) ?? '');
      response.setHeader('content-type', 'text/html');
      response.end(`<iframe src="${site.address}${hash}" width="1000" height="800"></iframe>`);
    });
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  });
  test.afterEach(() => {
    other.close();
    return site.close();
  });

  test('a part shows nothing that is stored and changes nothing, and the other pages are not shown', async ({
    page,
  }) => {
    const show = async (hash: string) => {
      const { port } = other.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}/${encodeURIComponent(hash)}`);
      return page.frameLocator('iframe');
    };
    const kept = () => page.evaluate(() => localStorage.getItem('lenet-lab.drawing'));
    await page.goto(site.address);
    await draw(page, penDigit('3'));
    expect((await answerOf(page)).digit).toBe('3');
    const before = await kept();

    const figure = await show('#/draw?embed=figure');
    // The example draws itself, so the paper was empty.
    await expect(figure.getByTestId('prediction')).toHaveAttribute('data-digit', '3');
    await expect(figure.getByRole('link', { name: 'Open in LeNet Lab' })).toHaveAttribute('target', '_blank');
    await expect(figure.getByRole('navigation')).toHaveCount(0);
    const paper = await figure.getByTestId('draw-pad').boundingBox();
    if (!paper) throw new Error('policy: expected a paper in the frame');
    await page.mouse.move(paper.x + paper.width / 2, paper.y + paper.height / 5);
    await page.mouse.down();
    await page.mouse.move(paper.x + paper.width / 2, paper.y + (4 * paper.height) / 5, { steps: 8 });
    await page.mouse.up();
    await expect(figure.getByTestId('prediction')).toHaveAttribute('data-digit', '1');

    const networks = await show('#/networks');
    await expect(networks.getByText('Open the rest in a tab.')).toBeVisible();
    await expect(networks.getByRole('button')).toHaveCount(0);

    await page.goto(site.address);
    expect(await kept()).toBe(before);
    expect((await answerOf(page)).digit).toBe('3');
  });

  test('the map and a chapter are shown alone', async ({ page }) => {
    for (const [hash, shown] of [
      ['#/explore?embed=map', 'The map of digits'],
      ['#/tour?chapter=kernel&embed', 'kernel'],
    ] as const) {
      await page.goto(`${site.address}${hash}`);
      await expect(page.getByTestId('embed').getByRole('heading', { name: shown }).first()).toBeVisible();
      await expect(page.getByRole('navigation')).toHaveCount(0);
    }
  });
});
