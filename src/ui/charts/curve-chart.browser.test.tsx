import '../tokens.css';
import '../global.css';
import { Profiler } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { CurveSeries } from '../../pictures/curves.ts';
import { setTheme } from '../theme.ts';
import { CurveChart } from './curve-chart.tsx';

const points = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ step: 10 * (at + 1), value: 2 / (1 + at) }));
const series = (count: number): CurveSeries[] => [
  { name: 'Training', kind: 'training', points: points(count) },
  { name: 'Validation', kind: 'validation', points: [{ step: 10, value: 0.5 }] },
];

/** A source whose curves the test sets. */
function sourceOf() {
  let latest: readonly CurveSeries[] = [];
  const listeners = new Set<() => void>();
  return {
    latest: () => latest,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show(curves: readonly CurveSeries[]) {
      latest = curves;
      for (const listener of listeners) listener();
    },
  };
}

const format = (value: number) => value.toFixed(3);
const canvas = () => document.querySelector('canvas') as HTMLCanvasElement;
const readout = () => [...document.querySelectorAll('dl > div')].map((entry) => entry.textContent);

let root: Root;
let source: ReturnType<typeof sourceOf>;
let renders: number;

beforeEach(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  await page.viewport(900, 700);
  source = sourceOf();
  renders = 0;
  root = createRoot(document.body.appendChild(document.createElement('main')));
  root.render(
    <Profiler id="chart" onRender={() => renders++}>
      <CurveChart label="Loss" yLabel="nats" format={format} log source={source} />
    </Profiler>,
  );
  await expect.element(page.getByRole('figure', { name: 'Loss nats' })).toBeVisible();
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
  setTheme('system');
});

test('before the first point it says so; curves take the place of the words', async () => {
  await expect.element(page.getByText('Curves begin')).toBeVisible();
  source.show(series(3));
  await expect.poll(readout).toEqual(['Step30', expect.stringMatching(/^Training0\./), 'Validation0.500']);
  expect(document.body.textContent).not.toContain('Curves begin');
});

test('points arrive without a render of React, in the picture and in the readout', async () => {
  source.show(series(3));
  await expect.poll(readout).toContain('Step30');
  const [before, pixels] = [renders, canvas().toDataURL()];
  for (let count = 4; count <= 50; count++) source.show(series(count));
  await expect.poll(readout).toContain('Step500');
  expect(canvas().toDataURL()).not.toBe(pixels);
  expect(renders).toBe(before);
});

test('the readout follows the pointer and goes back to the end; nothing around it moves', async () => {
  source.show(series(101));
  await expect.poll(readout).toContain('Step1,010');
  const place = canvas().getBoundingClientRect();
  const over = document.querySelector('.u-over') as HTMLElement;
  await userEvent.hover(page.elementLocator(over));
  await expect.poll(() => Number(readout()[0]?.slice(4))).toBeGreaterThan(400);
  expect(Number(readout()[0]?.slice(4))).toBeLessThan(600);
  expect(canvas().getBoundingClientRect()).toEqual(place);
  await userEvent.hover(page.getByText('nats'));
  await expect.poll(readout).toContain('Step1,010');
});

test('an older run that went on for longer changes neither step nor values of the one under way', async () => {
  const older: CurveSeries = {
    name: '16:02, batch size 32',
    kind: 'earlier',
    points: [
      { step: 40, value: 0.3 },
      { step: 572, value: 0.1 },
    ],
  };
  source.show([older, ...series(43)]);
  await expect
    .poll(readout)
    .toEqual([
      'Step430',
      '16:02, batch size 320.300',
      expect.stringMatching(/^Training0/),
      'Validation0.500',
    ]);
  await userEvent.hover(page.elementLocator(document.querySelector('.u-over') as HTMLElement), {
    position: { x: 780, y: 50 },
  });
  await expect.poll(() => Number(readout()[0]?.slice(4))).toBeGreaterThan(430);
  expect(readout().slice(2)).toEqual(['Training–', 'Validation–']);
  await userEvent.hover(page.getByText('nats'));

  const told: (string | undefined)[] = [];
  const onEarlier = (points: readonly ({ step: number; value: number } | undefined)[]) =>
    told.splice(0, told.length, ...points.map((point) => point && `${point.step}: ${point.value}`));
  root.render(
    <CurveChart label="Loss" yLabel="nats" format={format} source={source} onEarlier={onEarlier} />,
  );
  await expect.poll(() => told).toEqual(['572: 0.1']);
  await expect.poll(() => readout().length).toBe(3);
});

test('a single step is a dot', async () => {
  /** Pixels in the colour of training, away from the axes; grid lines are lighter. */
  const inked = () => {
    const context = canvas().getContext('2d') as CanvasRenderingContext2D;
    const { width, height } = canvas();
    const { data } = context.getImageData(width * 0.2, 0, width * 0.6, height * 0.85);
    return data.filter((red, at) => at % 4 === 0 && red < 150 && (data[at + 3] ?? 0) > 200).length;
  };
  setTheme('light');
  source.show(series(1).slice(0, 1));
  await expect.poll(readout).toEqual(['Step10', 'Training2.000']);
  await expect.poll(inked).toBeGreaterThan(10);
  expect(inked()).toBeLessThan(100);
});

test('scale and theme repaint it', async () => {
  source.show(series(50));
  await expect.poll(readout).toContain('Step500');
  const log = canvas().toDataURL();
  await userEvent.click(page.getByRole('radio', { name: 'Linear' }));
  await expect.poll(() => canvas().toDataURL()).not.toBe(log);
  const linear = canvas().toDataURL();
  setTheme('dark');
  await expect.poll(() => canvas().toDataURL()).not.toBe(linear);
  expect(readout()).toContain('Step500');
});

test('shares right can be shown by their errors: one part in a hundred near one is seen', async () => {
  root.render(<CurveChart label="Accuracy" yLabel="share" format={format} log="to-one" source={source} />);
  const shares = (last: number): CurveSeries[] => [
    {
      name: 'Validation',
      kind: 'validation',
      points: [0.1, 0.9, last, 1].map((value, step) => ({ step, value })),
    },
  ];
  source.show(shares(0.98));
  await expect.poll(readout).toContain('Validation1.000');
  const near = canvas().toDataURL();
  source.show(shares(0.99));
  await expect.poll(() => canvas().toDataURL()).not.toBe(near);
  await userEvent.click(page.getByRole('radio', { name: 'Linear' }));
  await expect.element(page.getByRole('radio', { name: 'Log error' })).not.toBeChecked();
});

test('the picture is as wide as its room', async () => {
  source.show(series(50));
  await expect.poll(() => canvas().clientWidth).toBeGreaterThan(700);
  await page.viewport(400, 700);
  await expect.poll(() => canvas().clientWidth).toBeLessThanOrEqual(400);
  expect(document.documentElement.scrollWidth).toBe(document.documentElement.clientWidth);
});

test('a chart that cannot be drawn says so in its place, and another try draws it', async () => {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = () => null;
  try {
    root.render(
      <main>
        <CurveChart label="Accuracy" yLabel="share" format={format} log source={source} />
        <p>Beside it</p>
      </main>,
    );
    source.show(series(3));
    await expect
      .element(page.getByTestId('part-trouble'))
      .toHaveTextContent('The chart “Accuracy” could not be shown');
    await expect.element(page.getByText('Beside it')).toBeVisible();
  } finally {
    HTMLCanvasElement.prototype.getContext = getContext;
  }
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(canvas).toBeTruthy();
});
