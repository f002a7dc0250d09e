import type { Locator, Page } from '@playwright/test';

/** Strokes in a unit square, x right, y down. */
export type UnitStrokes = readonly (readonly (readonly [number, number])[])[];

export interface Placement {
  /** The longer side as a share of the paper. */
  readonly size: number;
  /** Where the middle of the drawing lies on the paper, 0..1. */
  readonly x: number;
  readonly y: number;
}

export const middle: Placement = { size: 0.6, x: 0.5, y: 0.5 };

export const pad = (page: Page): Locator => page.getByTestId('draw-pad');
export const prediction = (page: Page): Locator => page.getByTestId('prediction');

/** Points between two frames: pens and mice are read faster than screens are drawn. */
const pointsAtOnce = 8;

/** Draws with the mouse, one move for each point, as a person would: no call reaches into the app. */
export async function draw(
  page: Page,
  strokes: UnitStrokes,
  { size, x, y }: Placement = middle,
): Promise<void> {
  // A page that has just been opened may not have it yet.
  await pad(page).waitFor();
  const box = await pad(page).boundingBox();
  if (!box) throw new Error('draw: the pad is not on the page');
  for (const stroke of strokes) {
    const points = stroke.map(
      ([px, py]) =>
        [box.x + box.width * (x + (px - 0.5) * size), box.y + box.height * (y + (py - 0.5) * size)] as const,
    );
    const [first, ...rest] = points;
    if (!first) continue;
    await page.mouse.move(...first);
    await page.mouse.down();
    for (let at = 0; at < rest.length; at += pointsAtOnce) {
      await Promise.all(rest.slice(at, at + pointsAtOnce).map((point) => page.mouse.move(...point)));
    }
    await page.mouse.up();
  }
}

export interface PageAnswer {
  readonly digit: string;
  readonly confidence: number;
}

/** Waits until the answer belongs to the drawing as it is now, and returns it. */
export async function answerOf(page: Page): Promise<PageAnswer> {
  await page.waitForFunction(() => {
    const revision = (id: string) =>
      document.querySelector(`[data-testid="${id}"]`)?.getAttribute('data-revision') ?? null;
    return revision('draw-pad') !== null && revision('draw-pad') === revision('prediction');
  });
  const answer = prediction(page);
  return {
    digit: (await answer.getAttribute('data-digit')) ?? '',
    confidence: Number(await answer.getAttribute('data-confidence')),
  };
}
