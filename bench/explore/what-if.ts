import type { Page } from '@playwright/test';
import { whatIfIds, whatIfMoments } from '../../src/explain/what-if.ts';
import type { Row } from '../report.ts';
import { summarise } from '../statistics.ts';

/** "What if", as the Explore page shows it: its curves over 1,000 test digits, and how soon a slider is answered. */
export async function whatIfRows(page: Page, parameters: Float32Array): Promise<Row[]> {
  await page.evaluate((floats) => window.whatIfBench.open(floats), [...parameters]);
  // The first one writes the digits.
  await page.evaluate(() => window.whatIfBench.robustness('turn', 'before'));
  const rows: Row[] = [];
  for (const moment of whatIfMoments) {
    const times: number[] = [];
    for (const id of whatIfIds)
      times.push(
        await page.evaluate(async ([asked, when]) => (await window.whatIfBench.robustness(asked, when)).ms, [
          id,
          moment,
        ] as const),
      );
    rows.push({
      what: `robustness curve of 1,000 digits, ${moment} the normalisation, one of each slider`,
      unit: 'ms',
      summary: summarise(times),
      goal: 'at most 3,000',
    });
  }
  return [...rows, ...(await sliderRows(page))];
}

async function sliderRows(page: Page): Promise<Row[]> {
  const quiet = await sliderTimes(page);
  // Curves are measured one after the other meanwhile, as they are when a slider is taken up.
  let measuring = true;
  const beside = (async () => {
    while (measuring) await page.evaluate(() => window.whatIfBench.robustness('slant', 'before'));
  })();
  const busy = await sliderTimes(page);
  measuring = false;
  await beside;
  const row = (what: string, times: readonly number[]): Row => ({
    what: `slider to its answer on the page${what}`,
    unit: 'ms',
    summary: summarise(times),
    goal: 'two frames, 33',
  });
  return [row('', quiet), row(', while a curve is measured', busy)];
}

async function sliderTimes(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (const id of whatIfIds)
    for (const ms of await page.evaluate((asked) => window.whatIfBench.slider(asked), id)) times.push(ms);
  return times;
}
