import type { Page } from '@playwright/test';
import type { Row } from '../report.ts';
import { summarise } from '../statistics.ts';

const rounds = 5;

/** The map of digits: from the network to the principal components of 2,000 digits, and to a map by UMAP. */
export async function digitMapRows(page: Page): Promise<Row[]> {
  const times: Awaited<ReturnType<typeof window.exploreBench.digitMap>>[] = [];
  // Before any is measured, compilers and the synthetic handwriting.
  for (let round = 0; round <= rounds; round++)
    times.push(await page.evaluate(() => window.exploreBench.digitMap()));
  const measured = times.slice(1);
  const row = (what: string, goal: string, of: (time: (typeof times)[number]) => number): Row => ({
    what,
    unit: 'ms',
    summary: summarise(measured.map(of)),
    values: measured.map(of),
    goal,
  });
  return [
    row('2,000 digits through the network', '', ({ forwardMs }) => forwardMs),
    row('their principal components', 'at once', ({ componentsMs }) => componentsMs),
    row('the neighbours of a drawing, and its place', 'within a frame', ({ drawingMs }) => drawingMs),
    row('a map by UMAP', 'at most 10,000', ({ umapMs }) => umapMs),
  ];
}
