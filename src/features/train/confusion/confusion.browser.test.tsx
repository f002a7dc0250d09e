import '../../../ui/tokens.css';
import '../../../ui/global.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { confusionOf } from '../../../measures/evaluation.ts';
import { digitSize } from '../../../network/rasters.ts';
import type { TestResult } from '../../../run/contract.ts';
import { ConfusionDialog } from './confusion-dialog.tsx';
import { ConfusionMatrix } from './confusion-matrix.tsx';

// 250 of each digit; 4 is read as 9 twelve times.
const labels = Uint8Array.from({ length: 2500 }, (_, place) => place % 10);
const answers = labels.map((label, place) => (label === 4 && place < 120 ? 9 : label));
const confidences = new Float32Array(answers.length).fill(0.9);
const result: TestResult = {
  dataName: 'MNIST',
  runId: 'a',
  step: 938,
  ...confusionOf(labels, answers),
  answers,
  confidences,
  labels,
};

/** A digit that tells its place in its first two bytes. */
const digitAt = (place: number) => {
  const digit = new Uint8Array(digitSize);
  digit.set([place >> 8, place & 255]);
  return digit;
};
const images = async (places: readonly number[]) => ({
  digits: Uint8Array.from(places.flatMap((place) => [...digitAt(place)])),
  labels: Uint8Array.from(places, (place) => labels[place] ?? 0),
});
const button = (name: string | RegExp) => page.getByRole('button', { name });

let root: Root;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  root = createRoot(document.body.appendChild(document.createElement('main')));
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

describe('matrix', () => {
  const onOpen = vi.fn();
  beforeEach(async () => {
    onOpen.mockClear();
    root.render(<ConfusionMatrix result={result} onOpen={onOpen} />);
    await expect.element(page.getByTestId('test-result')).toBeVisible();
  });

  test('accuracy and error have two decimals, an interval and the figures of 1998', async () => {
    await expect.element(page.getByTestId('test-accuracy')).toHaveTextContent('99.52 %');
    await expect.element(page.getByTestId('test-error')).toHaveTextContent('0.48 %');
    await expect.element(page.getByText(/between 0\.27.% and 0\.84.%/)).toBeVisible();
    await expect.element(page.getByText(/0\.95.% error for LeNet-5.*0\.8.% when/)).toBeVisible();
  });

  test('a cell is a button with a name that opens its images; one without images opens nothing', async () => {
    await userEvent.click(button('4 read as 9: 12 images'));
    expect(onOpen.mock.calls).toEqual([[{ label: 4, answer: 9 }]]);
    await userEvent.click(button('4 read as 8: 0 images'), { force: true });
    expect(onOpen).toHaveBeenCalledTimes(1);
  });

  test('is one stop of the Tab key, and the arrow keys go from cell to cell', async () => {
    await userEvent.tab();
    await expect.element(button(/^0 read as 0/)).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{End}');
    await expect.element(button(/^4 read as 9/)).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(onOpen.mock.calls).toEqual([[{ label: 4, answer: 9 }]]);
    await userEvent.tab();
    expect(document.activeElement?.closest('table') ?? null).toBeNull();
  });

  test('takes the room that it has: figures beside the matrix, cells as large as they can be read well', async () => {
    const cell = () => (document.querySelector('td button') as HTMLElement).clientWidth;
    await page.viewport(760, 700);
    await expect.poll(cell).toBeGreaterThan(55);
    await page.viewport(1000, 700);
    await expect.poll(cell).toBeGreaterThan(45);
    const { right } = page.getByText('Wilson').element().getBoundingClientRect();
    expect(page.getByRole('table').element().getBoundingClientRect().left).toBeGreaterThan(right);
    await page.viewport(2500, 700);
    await expect.poll(cell).toBe(72);
    await page.viewport(1000, 700);
  });

  test('fits a phone of 360 pixels', async () => {
    await page.viewport(360, 700);
    await expect.poll(() => document.documentElement.clientWidth).toBeLessThanOrEqual(360);
    expect(document.documentElement.scrollWidth).toBe(document.documentElement.clientWidth);
    for (const cell of document.querySelectorAll('td button')) {
      expect(cell.scrollWidth).toBeLessThanOrEqual(cell.clientWidth);
      expect(cell.clientWidth).toBeGreaterThanOrEqual(24);
    }
    await page.viewport(1000, 700);
  });
});

describe('dialog', () => {
  const onPick = vi.fn();
  const onClose = vi.fn();
  const open = (cell: { label: number; answer: number }, from = images) => {
    onPick.mockClear();
    onClose.mockClear();
    root.render(
      <ConfusionDialog result={result} cell={cell} images={from} onPick={onPick} onClose={onClose} />,
    );
  };

  test('shows the images behind the cell; one that is picked is handed on and the dialog closes', async () => {
    open({ label: 4, answer: 9 });
    await userEvent.click(button('Test image 14, a 4'));
    expect(onPick.mock.calls).toEqual([[digitAt(14), 'Test image 14, a 4']]);
    await expect.poll(() => onClose.mock.calls.length).toBe(1);
  });

  test('a hundred at a time', async () => {
    open({ label: 3, answer: 3 });
    await expect.element(page.getByText('1–100 of 250')).toBeVisible();
    expect(document.querySelectorAll('li').length).toBe(100);
    await userEvent.click(button('Next'));
    await userEvent.click(button('Next'));
    await expect.element(page.getByText('201–250 of 250')).toBeVisible();
    await expect.element(button('Next')).toBeDisabled();
    await userEvent.click(button('Test image 2,003, a 3'));
    expect(onPick.mock.calls).toEqual([[digitAt(2003), 'Test image 2,003, a 3']]);
  });

  test('says why images do not come, and when some are gone', async () => {
    open({ label: 4, answer: 9 }, async () => {
      throw new Error('the worker has ended');
    });
    await expect.element(page.getByRole('alert')).toHaveTextContent('the worker has ended');
    open({ label: 4, answer: 9 }, (places) => images(places.slice(1)));
    await expect.element(page.getByRole('alert')).toHaveTextContent('1 of them');
  });
});
