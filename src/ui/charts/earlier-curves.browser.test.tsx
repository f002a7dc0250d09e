import '../tokens.css';
import '../global.css';
import { createRef } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { CurveSeries } from '../../pictures/curves.ts';
import { EarlierCurves, writeEarlier } from './earlier-curves.tsx';

const long = '16:02, epochs 2, batch size 128, learning rate 0.05, momentum 0.8, distort off, engine wasm';
const runs = ['16:28, batch size 128', long, '16:07, seed 2'].map(
  (name): CurveSeries => ({ name, kind: 'earlier', points: [{ step: 215, value: 0.1 }] }),
);
const table = createRef<HTMLTableElement>();
const show = (count: number) => {
  const shown = runs.slice(0, count);
  const source = { subscribe: () => () => undefined, latest: () => shown };
  root.render(
    <EarlierCurves
      table={table}
      title="Earlier runs, validation"
      columns={['Loss', 'Accuracy']}
      source={source}
      none="None yet"
    />,
  );
};
const heightOf = () => (document.querySelector('main') as HTMLElement).getBoundingClientRect().height;

let root: Root;
beforeEach(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  await page.viewport(900, 700);
  root = createRoot(document.body.appendChild(document.createElement('main')));
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

test('the first run takes the room of the words before it, and each further one a row', async () => {
  show(0);
  await expect.element(page.getByText('None yet')).toBeVisible();
  const height = heightOf();
  const row = height / 2;
  for (const count of [1, 2, 3]) {
    show(count);
    await expect.poll(() => document.querySelectorAll('tbody tr').length).toBe(count);
    expect(heightOf()).toBe(height + (count - 1) * row);
  }
});

test('each has a dash of its own and its whole name in reach; values come past React', async () => {
  show(3);
  await expect.element(page.getByRole('columnheader', { name: 'Earlier runs, validation' })).toBeVisible();
  const dashes = [...document.querySelectorAll('tbody line')].map((line) =>
    line.getAttribute('stroke-dasharray'),
  );
  expect(new Set(dashes).size).toBe(3);
  await expect.element(page.getByRole('rowheader', { name: long })).toHaveAttribute('title', long);
  writeEarlier(
    table.current,
    0,
    [{ step: 1215, value: 0.1 }, undefined, undefined],
    (value) => `${value} nats`,
  );
  writeEarlier(table.current, 1, [{ step: 1215, value: 0.9 }, undefined, undefined], (value) => `${value}`);
  const cells = [...document.querySelectorAll('tbody td')].map((cell) => cell.textContent);
  expect(cells).toEqual(['1,215', '0.1 nats', '0.9', '–', '–', '–', '–', '–', '–']);
});

test('fits a phone of 360 pixels', async () => {
  await page.viewport(360, 700);
  show(3);
  await expect.poll(() => document.querySelectorAll('tbody tr').length).toBe(3);
  expect(document.documentElement.scrollWidth).toBe(document.documentElement.clientWidth);
});
