import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { answerOf, draw } from './support/draw.ts';
import { test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';

test.use({ expectedErrors: [/.*/] });
const shot = async (page: Page, name: string, text = true) => {
  await page.screenshot({ path: `/tmp/teach-shots/l-${name}.png`, fullPage: true });
  if (text) writeFileSync(`/tmp/teach-text/${name}.txt`, await page.evaluate(() => document.body.innerText));
};
test('look', async ({ page }) => {
  test.setTimeout(580000);
  page.setDefaultTimeout(25000);
  page.setDefaultNavigationTimeout(60000);
  const go = async (h: string) => {
    await page.goto('about:blank');
    await page.goto(h);
    await page.waitForTimeout(1500);
  };
  const tryIt = async (what: () => Promise<unknown>) => {
    try {
      await what();
    } catch (e) {
      console.log(String(e).slice(0, 300));
    }
  };
  await go('/#/');
  await draw(page, penDigit('open 4'));
  await answerOf(page);
  await page.waitForTimeout(500);
  await shot(page, 'draw-4');
  for (const [w, h] of [
    [2560, 1300],
    [820, 1180],
    [720, 450],
    [360, 740],
  ] as const) {
    await page.setViewportSize({ width: w, height: h });
    await page.waitForTimeout(800);
    await shot(page, `draw-${w}`, false);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await tryIt(async () => {
    await page
      .locator('canvas[aria-label*="C3"]')
      .first()
      .click({ position: { x: 30, y: 30 } });
    await page.waitForTimeout(800);
    await shot(page, 'map-dialog');
    await page.keyboard.press('Escape');
  });
  await tryIt(async () => {
    await page
      .locator('canvas[aria-label*="C3"]')
      .first()
      .hover({ position: { x: 40, y: 40 } });
    await page.waitForTimeout(500);
    await shot(page, 'hover');
  });
  await tryIt(async () => {
    await page.getByRole('radio', { name: 'Number' }).check();
    await page.waitForTimeout(800);
    await shot(page, 'number');
    await page.getByRole('radio', { name: 'Digit', exact: true }).check();
  });
  for (const t of ['why', 'arithmetic', 'looks', 'what-if', 'map']) {
    await go(`/#/explore?tool=${t}`);
    await page.waitForTimeout(2500);
    await shot(page, `explore-${t}`);
  }
  await go('/#/tour');
  await shot(page, 'tour');
  await go('/#/digits');
  await shot(page, 'digits-empty');
  await go('/#/model');
  await shot(page, 'model');
  await go('/#/changes');
  await shot(page, 'changes');
  await go('/#/networks');
  await tryIt(async () => {
    await page
      .getByRole('button', { name: /^Duplicate/ })
      .first()
      .click();
    await page.waitForTimeout(1500);
    await page.getByText('Details and export').first().click();
    await page.waitForTimeout(800);
    await shot(page, 'networks');
  });
  await go('/?engine=wasm&data=synthetic&epochs=1#/train');
  await page.waitForTimeout(2000);
  await shot(page, 'train-before');
  await tryIt(async () => {
    await page.getByRole('button', { name: 'Start', exact: true }).first().click();
    await page.waitForFunction(
      () =>
        document.querySelector('[data-testid="training-state"]')?.getAttribute('data-state') === 'finished',
      null,
      { timeout: 90000 },
    );
    await page.waitForTimeout(4000);
    await shot(page, 'train-finished');
  });
  await tryIt(async () => {
    await page
      .getByRole('slider', { name: /moment|timeline|step/i })
      .first()
      .press('PageDown');
    await page.waitForTimeout(1500);
    await shot(page, 'train-moment');
  });
  await go('/#/');
  for (const d of ['7', '2', '1'])
    await tryIt(async () => {
      await page.getByRole('button', { name: 'Clear' }).click();
      await draw(page, penDigit(d));
      await answerOf(page);
      await page.getByTestId('keep-digit').getByRole('button').nth(Number(d)).click();
      await page.waitForTimeout(700);
    });
  await shot(page, 'draw-kept');
  await go('/#/digits');
  await shot(page, 'digits-3');
  await tryIt(async () => {
    await page.getByRole('button', { name: /Learn my digits/ }).click();
    await page.waitForTimeout(20000);
    await shot(page, 'digits-learnt');
  });
});
