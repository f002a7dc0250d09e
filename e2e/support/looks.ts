import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './lab.ts';

/** Widths of windows at 400 % zoom, where columns change, and on the largest screens. */
export const usualWidths = [320, 1181, 2560] as const;

/** @param what is shown, for the message */
export async function expectNothingOverTheSide(
  page: Page,
  widths: readonly number[] = usualWidths,
  what = 'the page',
): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(overflow, { message: `${what}, ${width} px` }).toBeLessThanOrEqual(0);
  }
}

/** axe finds nothing at this width, in this theme. */
export async function expectAxeClean(
  page: Page,
  width: number,
  colorScheme: 'light' | 'dark',
  what = 'the page',
): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  // Lighthouse counts this one, too: what is read aloud begins with what is seen.
  const rules = { 'label-content-name-mismatch': { enabled: true } };
  const { violations } = await new AxeBuilder({ page }).options({ rules }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    `${what}, ${width} px, ${colorScheme}`,
  ).toEqual([]);
}
