import '../../../ui/tokens.css';
import '../../../ui/global.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { digitSize } from '../../../network/rasters.ts';
import type { TestStrip } from '../../../run/contract.ts';
import { DigitStrip } from './digit-strip.tsx';

/** 24 test digits, the first `wrong` of them read as the next digit. */
function stripOf(step: number, wrong: number): TestStrip {
  const digits = Array.from({ length: 24 }, (_, at) => ({
    index: 1000 + at,
    label: at % 10,
    answer: at < wrong ? (at + 1) % 10 : at % 10,
    confidence: 0.75,
    digit: new Uint8Array(digitSize).fill((at * 31 + step) % 256),
  }));
  return { runId: 'a', step, digits, wrong, looked: 400 };
}

const onPick = vi.fn();
const show = (strip: TestStrip | null) => root.render(<DigitStrip strip={strip} onPick={onPick} />);
let root: Root;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  root = createRoot(document.body.appendChild(document.createElement('main')));
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

test('answers and their truth are in the names; wrong ones show both', async () => {
  show(stripOf(1, 2));
  await expect.element(page.getByText('2 of 400 wrong')).toBeVisible();
  const wrong = page.getByRole('button', { name: 'Test image 1,001, a 1, read as 2 with 75.0 %: wrong' });
  await expect.element(wrong).toHaveTextContent(/wrong21$/);
  expect(wrong.element().querySelector('s')?.textContent).toBe('2');
  await expect
    .element(page.getByRole('button', { name: /^Test image 1,002, .* right$/ }))
    .toHaveTextContent(/right2$/);
  await userEvent.click(wrong);
  expect(onPick.mock.calls).toEqual([[stripOf(1, 2).digits[1]?.digit, 'Test image 1,001, a 1']]);
});

test('first answers and newer ones take their places: nothing moves, and canvases stay', async () => {
  const places = () =>
    [...document.querySelectorAll('li')].map((item) => item.getBoundingClientRect().toJSON());
  show(null);
  await expect.element(page.getByText('No answers yet')).toBeVisible();
  const empty = places();
  show(stripOf(1, 5));
  await expect.element(page.getByText('5 of 400 wrong')).toBeVisible();
  expect(places()).toEqual(empty);
  const canvases = [...document.querySelectorAll('canvas')];
  const first = canvases[0]?.toDataURL();
  show(stripOf(2, 1));
  await expect.element(page.getByText('1 of 400 wrong')).toBeVisible();
  expect(places()).toEqual(empty);
  expect([...document.querySelectorAll('canvas')]).toEqual(canvases);
  expect(canvases[0]?.toDataURL()).not.toBe(first);
});
