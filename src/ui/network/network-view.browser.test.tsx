import '../tokens.css';
import '../global.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { formatPercent, formatValue } from '../../lib/format.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { activationOf } from '../../network/architecture.ts';
import { arithmeticOf } from '../../network/arithmetic.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { lenet5Of1998 } from '../../network/lenet-5-1998.ts';
import { type Input32, inputSize } from '../../network/rasters.ts';
import { referenceForward } from '../../network/reference/reference.ts';
import { unitValue } from '../../network/unit.ts';
import { layOutFigure, placed } from './figure-layout.ts';
import { NetworkView } from './network-view.tsx';
import { distancesOf } from './words.ts';

const layerNames = lenet5.layers.map(({ name }) => name);

const parameters = initialParameters(lenet5, randomFromSeed(1));

function activationsFrom(seed: number): Float32Array {
  const random = randomFromSeed(seed);
  const input = Float32Array.from({ length: inputSize }, () => random.uniform()) as Input32;
  return Float32Array.from(referenceForward(lenet5, parameters, input));
}
const first = activationsFrom(1);
const second = activationsFrom(2);

/** A source whose activations the test sets. */
function sourceOf(initial: Float32Array | null) {
  let latest = initial;
  const listeners = new Set<() => void>();
  return {
    latest: () => latest,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show(activations: Float32Array | null) {
      latest = activations;
      for (const listener of listeners) listener();
    },
  };
}

const picture = (layer: string) => page.getByTestId(`layer-${layer}`).element() as HTMLCanvasElement;
const pixels = (layer: string) => picture(layer).toDataURL();
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

let root: Root;
let host: HTMLElement;
let source: ReturnType<typeof sourceOf>;

beforeEach(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  await page.viewport(1440, 900);
  host = document.body.appendChild(document.createElement('main'));
  source = sourceOf(first);
  root = createRoot(host);
  root.render(<NetworkView source={source} parameters={parameters} />);
  await expect.element(page.getByTestId('layer-Output')).toBeVisible();
  await frame();
});

afterEach(() => {
  root.unmount();
  host.remove();
});

/** Where a unit's middle is within its layer's picture. */
function placeInPicture(layer: 'C1' | 'C3', map: number, row: number, column: number) {
  const { cell, tiling } = placed(layOutFigure(lenet5, host.clientWidth, 1), layer);
  return {
    x: ((tiling.lefts[map] as number) + column + 0.5) * cell,
    y: ((tiling.tops[map] as number) + row + 0.5) * cell,
  };
}

describe('the network of 1998', () => {
  const old = initialParameters(lenet5Of1998, randomFromSeed(1));

  test('F6 is a bitmap of 7 by 12 beside the nearest of the ten, whose distance is the smallest', async () => {
    const random = randomFromSeed(1);
    const input = Float32Array.from({ length: inputSize }, () => random.uniform()) as Input32;
    const activations = Float32Array.from(referenceForward(lenet5Of1998, old, input));
    source.show(activations);
    root.render(<NetworkView architecture={lenet5Of1998} source={source} parameters={old} />);
    const nearest = page.getByTestId('nearest-bitmap');
    await expect.element(nearest).toBeVisible();
    const output = activationOf(lenet5Of1998, activations, 'Output');
    expect(nearest.element().textContent).toBe(`bitmap of ${output.indexOf(Math.max(...output))}`);
    const shown = [...host.querySelectorAll('[data-distance]')].map(({ textContent }) => Number(textContent));
    expect(shown).toHaveLength(10);
    const distances = distancesOf(lenet5Of1998, activations) as Float64Array;
    shown.forEach((distance, digit) => {
      expect(Math.abs(distance - (distances[digit] as number))).toBeLessThan(0.51);
    });
    // Pixels that touch: 7 by 12 squares of five pixels of the picture.
    expect([picture('F6').width, picture('F6').height]).toEqual([35, 60]);
  });
});

describe('pictures', () => {
  test('every layer follows the activations, in the same task', () => {
    const before = layerNames.map(pixels);
    source.show(second);
    layerNames.forEach((layer, depth) => {
      expect(pixels(layer), layer).not.toBe(before[depth]);
    });
  });

  test('several answers within one frame end with the last', async () => {
    source.show(second);
    const wanted = pixels('C3');
    await frame();
    source.show(first);
    source.show(null);
    source.show(second);
    await frame();
    await frame();
    expect(pixels('C3')).toBe(wanted);
  });

  test('no activations: an empty figure, and back', () => {
    const before = pixels('C5');
    source.show(null);
    expect(pixels('C5')).not.toBe(before);
  });

  test('the scale of each map differs from the scale of the layer', async () => {
    const before = pixels('C1');
    await userEvent.click(page.getByRole('radio', { name: 'Per map' }));
    await expect.poll(() => pixels('C1')).not.toBe(before);
  });

  test('the time of one update of all layers is told', async ({ annotate }) => {
    const times: number[] = [];
    for (let round = 0; round < 60; round++) {
      const next = round % 2 ? first : second;
      const start = performance.now();
      source.show(next);
      times.push(performance.now() - start);
      await frame();
    }
    times.sort((a, b) => a - b);
    await annotate(`one update: median ${times[30]?.toFixed(1)} ms, 95 % ${times[57]?.toFixed(1)} ms`);
    expect(times).toHaveLength(60);
  });
});

describe('a unit', () => {
  const unit = { layer: 'C3', map: 6, row: 2, column: 7 } as const;

  test('under the pointer: position, value, and receptive fields by the arithmetic of the spec', async () => {
    await userEvent.hover(page.getByTestId('layer-C3'), { position: placeInPicture('C3', 6, 2, 7) });
    const readout = page.getByTestId('unit-readout');
    await expect.element(readout).toHaveTextContent('C3, map 6, row 2, column 7');
    await expect.element(readout).toHaveTextContent(formatValue(unitValue(lenet5, first, unit)));
    await expect.element(readout).toHaveTextContent('S2 all 6 maps, rows 2–6, columns 7–11');
    await expect.element(readout).toHaveTextContent('C1 all 6 maps, rows 4–13, columns 14–23');
    await expect.element(readout).toHaveTextContent('Input rows 4–17, columns 14–27');
    const outlines = page.getByTestId('receptive-field').element().getAttribute('d') ?? '';
    expect(outlines.match(/Z/g)).toHaveLength(1 + 6 + 6 + 1);
    await expect
      .element(page.getByTestId('unit-tag'))
      .toHaveTextContent(formatValue(unitValue(lenet5, first, unit)));
    // Its lines to the six maps are as heavy as each counts in its sum.
    const sums = new Array<number>(6).fill(0);
    for (const { source, product } of arithmeticOf({ architecture: lenet5, parameters }, first, unit).terms)
      sums[source.map] = (sums[source.map] as number) + product;
    const most = Math.max(...sums.map(Math.abs));
    const shares = () =>
      [...host.querySelectorAll('[data-share]')].map((line) => line.getAttribute('data-share'));
    await expect.poll(shares).toEqual(sums.map((sum) => (Math.abs(sum) / most).toFixed(2)));
  });

  test('its value follows the activations', async () => {
    await userEvent.hover(page.getByTestId('layer-C3'), { position: placeInPicture('C3', 6, 2, 7) });
    await expect.element(page.getByTestId('unit-readout')).toHaveTextContent('map 6');
    source.show(second);
    expect(page.getByTestId('unit-readout').element().textContent).toContain(
      formatValue(unitValue(lenet5, second, unit)),
    );
  });
});

describe('by keyboard', () => {
  test('arrows move the cursor, Page Down changes the map, all spoken politely', async () => {
    await page.getByTestId('layer-S4').element().focus();
    await userEvent.keyboard('{ArrowRight}{ArrowUp}{PageDown}');
    const readout = page.getByTestId('unit-readout');
    await expect.element(readout).toHaveTextContent('S4, map 1, row 1, column 3');
    const spoken = host.querySelector('[aria-live="polite"]');
    await expect.poll(() => spoken?.textContent).toMatch(/^S4, map 1, row 1, column 3: −?0\.\d{3}$/);
  });

  test('Enter opens the map large with its kernels; Escape closes it and gives the focus back', async () => {
    picture('C3').focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toHaveTextContent('Reads all 6 maps of S2, each with its own kernel');
    await userEvent.keyboard('{PageDown}');
    await expect.element(dialog).toHaveTextContent('C3, map 1, row 5, column 6');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => host.querySelector('dialog')).toBeNull();
    expect(document.activeElement).toBe(picture('C3'));
  });
});

test('a click opens the map large; its value follows pointer and activations', async () => {
  await userEvent.click(page.getByTestId('layer-C1'), { position: placeInPicture('C1', 2, 10, 10) });
  await expect.element(page.getByRole('dialog')).toHaveTextContent('C1, map 2, row 10, column 10');
  await userEvent.click(page.getByRole('button', { name: 'Next map' }));
  await expect
    .element(page.getByTestId('map-value'))
    .toHaveTextContent(formatValue(unitValue(lenet5, first, { layer: 'C1', map: 3, row: 10, column: 10 })));
  source.show(second);
  expect(page.getByTestId('map-value').element().textContent).toBe(
    formatValue(unitValue(lenet5, second, { layer: 'C1', map: 3, row: 10, column: 10 })),
  );
  await userEvent.click(page.getByRole('button', { name: 'Close' }));
  await expect.poll(() => host.querySelector('dialog')).toBeNull();
});

describe('no digit is taken from the values', () => {
  const traced = () => host.querySelectorAll('svg[data-shown]').length;
  const winners = () => host.querySelectorAll('[class*="winner"]').length;
  const words = page.getByTestId('figure-words');

  test('an answer is marked and traced, and the lines are explained', async () => {
    await expect.poll(traced).toBe(layerNames.length - 1);
    expect(winners()).toBe(1);
    await expect.element(words).toHaveTextContent('The lines trace the top prediction back to the ink');
  });

  test.each([
    ['empty', 'The paper is empty', '0.3'],
    ['dot', 'There is too little ink', '0.3'],
    ['unsure', 'not confident enough to name a digit', '1'],
  ] as const)(
    '%s: nothing is marked or traced, and the figure says what it shows',
    async (refusal, said, opacity) => {
      root.render(<NetworkView source={source} parameters={parameters} refusal={refusal} />);
      await expect.element(words).toHaveTextContent(said);
      expect([traced(), winners()]).toEqual([0, 0]);
      source.show(second);
      await frame();
      expect([traced(), winners()]).toEqual([0, 0]);
      expect(getComputedStyle(picture('C3')).opacity).toBe(opacity);
      root.render(<NetworkView source={source} parameters={parameters} />);
      await expect.poll(() => [traced(), winners()]).toEqual([layerNames.length - 1, 1]);
    },
  );

  test('without values there is nothing to explain', async () => {
    source.show(null);
    await expect.element(words).toHaveTextContent('');
  });

  test('a layer is explained while a unit of it is in focus', async () => {
    await userEvent.hover(page.getByTestId('layer-S2'));
    await expect.element(words).toHaveTextContent('S2: the same 6 maps at half the size');
  });
});

test('Output opens large with ten digits and their probabilities', async () => {
  await userEvent.click(page.getByTestId('layer-Output'));
  const rows = page.getByTestId('output-rows');
  const expected = (activations: Float32Array) =>
    [...activationOf(lenet5, activations, 'Output')].map((share, digit) => `${digit}${formatPercent(share)}`);
  const texts = () => [...rows.element().children].map(({ textContent }) => textContent);
  await expect.element(rows).toBeVisible();
  expect(texts()).toEqual(expected(first));
  await frame();
  source.show(second);
  expect(texts()).toEqual(expected(second));
  await userEvent.keyboard('{Escape}');
});

test.each(['C1', 'S2', 'C3', 'S4', 'C5', 'F6', 'Output'])(
  'the sum of a unit of %s is spelled out: its parts add up, and end at the value shown',
  async (layer) => {
    picture(layer).focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    await expect.element(page.getByTestId('unit-sum')).toBeVisible();
    const numbers = () =>
      [...page.getByTestId('unit-sum').element().querySelectorAll('div')].map(
        (part) =>
          [part.querySelector('dt')?.textContent, part.querySelector('dd')?.textContent ?? ''] as const,
      );
    const number = (text: string) => Number(text.replace('−', '-'));
    const parts = numbers();
    expect(parts.at(-1)?.[1]).toBe(page.getByTestId('map-value').element().textContent);
    const at = parts.findIndex(([name]) => name === 'sum' || name === 'mean');
    const added = parts.slice(0, at).reduce((total, [, text]) => total + number(text), 0);
    const expected = parts[at]?.[0] === 'mean' ? added / 4 : added;
    // Eight parts, each rounded to three decimals.
    expect(Math.abs(number(parts[at]?.[1] ?? '') - expected)).toBeLessThan(8 * 0.0005 + 1e-9);
    source.show(second);
    await expect.poll(() => numbers().at(-1)?.[1]).not.toBe(parts.at(-1)?.[1]);
    expect(numbers().at(-1)?.[1]).toBe(page.getByTestId('map-value').element().textContent);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => host.querySelector('dialog')).toBeNull();
  },
);

test('what is read from a large map ends where the map ends', async () => {
  for (const layer of ['C1', 'C3'] as const) {
    await userEvent.click(page.getByTestId(`layer-${layer}`), { position: placeInPicture(layer, 2, 5, 5) });
    const map = page.getByTestId('map-large').element().querySelector('canvas');
    const value = page.getByTestId('map-value').element();
    expect(value.getBoundingClientRect().right, layer).toBeCloseTo(
      map?.getBoundingClientRect().right ?? 0,
      0,
    );
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => host.querySelector('dialog')).toBeNull();
  }
});

test('the figure stays within a window 360 wide, top to bottom', async () => {
  await page.viewport(360, 800);
  await expect.poll(() => picture('C1').getBoundingClientRect().left).toBeLessThan(180);
  await expect.poll(() => document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  const tops = layerNames.map((layer) => picture(layer).getBoundingClientRect().top);
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
});

test('on another screen the figure is laid out for its pixels', async () => {
  const widthAt = (ratio: number) => {
    const room = picture('C1').parentElement?.parentElement?.clientWidth ?? 0;
    return placed(layOutFigure(lenet5, room, ratio), 'C1').width;
  };
  expect(widthAt(1.35)).not.toBeCloseTo(widthAt(1));
  try {
    for (const ratio of [1.35, 1]) {
      // Emulated, a new ratio is seen with the change of size after it only.
      for (const height of [900, 901]) {
        const metrics = { width: 0, height, deviceScaleFactor: ratio, mobile: false };
        await cdp().send('Emulation.setDeviceMetricsOverride', metrics);
        await frame();
      }
      await expect.poll(() => devicePixelRatio).toBeCloseTo(ratio);
      await expect.poll(() => Number.parseFloat(picture('C1').style.width)).toBeCloseTo(widthAt(ratio), 3);
    }
  } finally {
    await cdp().send('Emulation.clearDeviceMetricsOverride');
  }
});
