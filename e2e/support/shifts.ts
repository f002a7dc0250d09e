import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** Content that was moved by what came after it: Chromium's entries of `layout-shift`. */
    shifts: { readonly value: number; readonly moved: string }[];
  }
}

/** Counts from now on, in this document and in those that the page opens after it. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(watch, true);
  await page.evaluate(watch, false);
}

/** How much moved: as shares of the window, times how far each moved; 0.1 is what browsers call good. */
export async function shiftOf(page: Page): Promise<{ readonly sum: number; readonly moved: string }> {
  const shifts = await page.evaluate(() => window.shifts);
  return {
    sum: shifts.reduce((sum, { value }) => sum + value, 0),
    moved: shifts.map(({ value, moved }) => `${value.toFixed(3)} ${moved}`).join('; '),
  };
}

/** Runs in the page. */
function watch(buffered: boolean): void {
  window.shifts = [];
  new PerformanceObserver((list) => {
    type Shift = PerformanceEntry & {
      readonly value: number;
      readonly sources: { readonly node: Node | null }[];
    };
    for (const { value, sources } of list.getEntries() as Shift[]) {
      const moved = sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 80) : ''));
      window.shifts.push({ value, moved: moved.join(' ') });
    }
  }).observe({ type: 'layout-shift', buffered });
}
