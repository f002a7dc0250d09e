import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/lab.ts';
import { button, expectState, openOwn, stepOf, untilStep } from './support/train.ts';

const comparison = (page: Page) => page.getByTestId('comparison');

async function axeProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('two runs are compared while the page’s run waits: started, left, resumed, measured, saved', async ({
  page,
}) => {
  // Colours on their way from one to another are no fault.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openOwn(page, '?engine=wasm&batchSize=32&epochs=60');
  await button(page, 'Start').click();
  await untilStep(page, 20);
  await page.getByRole('link', { name: 'Compare two runs' }).click();
  await expect(comparison(page)).toContainText('paused and saved first');
  await button(page, 'Two seeds').click();
  await expect(page).toHaveURL(/epochs=60.*#\/train\?compare&b\.seed=2$/);
  // Any setting may differ as well.
  await page.getByLabel('Add a setting').selectOption('Batch size');
  const second = page.getByRole('group', { name: 'Run B' });
  await second.getByLabel('Batch size').fill('16');
  await second.getByLabel('Batch size').press('Enter');
  await expect(page).toHaveURL(/&b\.batchSize=16/);
  expect(await axeProblems(page)).toEqual([]);

  await button(page, 'Start both').click();
  const steps = async (side: string) =>
    Number(await page.getByTestId(`run-${side}`).getAttribute('data-step'));
  await expect.poll(async () => Math.min(await steps('a'), await steps('b'))).toBeGreaterThan(10);
  await expect(page.getByTestId('differences')).toContainText(/Seed.*1.*2.*Batch size.*32.*16/);
  // Nobody is there to watch them.
  await page.getByRole('link', { name: 'Draw', exact: true }).click();
  await page.goBack();
  await expect(comparison(page)).toHaveAttribute('data-state', 'paused');
  const left = await steps('a');
  await button(page, 'Resume').click();
  await expect.poll(() => steps('a')).toBeGreaterThan(left);
  await button(page, 'Stop both').click();
  await expect(page.getByTestId('paired-result')).toContainText('of 300 right');
  // What is left of both runs' errors without those that only one makes is the same.
  const common = async (side: string) => {
    const score = await page.getByTestId(`score-${side}`).textContent();
    const only = await page.getByTestId(`only-${side}`).getAttribute('data-count');
    return Number(/(\d+) wrong/.exec(score ?? '')?.[1]) - Number(only);
  };
  expect(await common('a')).toBeGreaterThanOrEqual(0);
  expect(await common('a')).toBe(await common('b'));
  await button(page, 'Save network B').click();
  await expect(page.getByTestId('notice')).toContainText('step');
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await axeProblems(page)).toEqual([]);
  for (const width of [2560, 360]) {
    await page.setViewportSize({ width, height: 900 });
    const over = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await expect.poll(over, { message: `${width} px` }).toBeLessThanOrEqual(0);
  }

  await page.getByRole('link', { name: 'Back to one run' }).click();
  await expectState(page, 'paused');
  const waited = await stepOf(page);
  expect(waited).toBeGreaterThanOrEqual(20);
  await button(page, 'Resume').click();
  await untilStep(page, waited + 5);
});
