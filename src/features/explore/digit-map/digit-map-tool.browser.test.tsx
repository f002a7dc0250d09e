import '../../../ui/tokens.css';
import '../../../ui/global.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { DigitMap } from '../../../explain/digit-map.ts';
import { Listeners } from '../../../lib/listeners.ts';
import { randomFromSeed } from '../../../lib/random.ts';
import { initialParameters } from '../../../network/initialise.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import { createFakeMapping } from '../../../ui/digit-map/fake-mapping.fixture.ts';
import { DigitMapTool } from './digit-map-tool.tsx';

const network = { architecture: lenet5, parameters: initialParameters(lenet5, randomFromSeed(2)) };
const explainer = createFakeMapping(80);
const map = (await explainer.mapDigits(network.parameters, 80, () => undefined)) as DigitMap;
const { tell, subscribe } = new Listeners();
let activations: Float32Array | null;
const source = { subscribe, latest: () => activations };

/** What F6 says of a digit of the map, said of a drawing. */
function drawLike(digit: number): void {
  activations = new Float32Array(lenet5.activationCount);
  activations[500] = 1;
  activations.set(map.values.subarray(digit * 84, (digit + 1) * 84), lenet5.activationOffsets.F6);
  tell();
}

/** A machine that is shared may take its time. */
const patient = { timeout: 15_000 };

let root: Root;
let host: HTMLElement;
beforeEach(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  await page.viewport(1280, 900);
  activations = null;
  host = document.body.appendChild(document.createElement('main'));
  root = createRoot(host);
  root.render(<DigitMapTool network={network} source={source} explainer={explainer} theme="light" />);
  await expect.element(page.getByText(/^80 digits of synthetic handwriting/)).toBeVisible();
});
afterEach(() => {
  root.unmount();
  host.remove();
});

const paper = () => page.getByRole('application', { name: 'Map of test digits' });
const scale = () => Number((paper().element() as HTMLElement).dataset.scale);
const picture = () => (paper().element().querySelector('canvas') as HTMLCanvasElement).toDataURL();
/** What was asked for before is painted in the frame that follows. */
const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
/** Until nothing is on its way any more. */
async function settled(): Promise<string> {
  let before = '';
  await expect
    .poll(async () => {
      await painted();
      const now = picture();
      const same = now === before;
      before = now;
      return same;
    }, patient)
    .toBe(true);
  return before;
}

test('the drawing moves as it is drawn, and its five nearest digits are named', async () => {
  const empty = await settled();
  await expect.element(page.getByTestId('among')).toHaveTextContent('Draw a digit');
  drawLike(7);
  await expect
    .element(page.getByTestId('among'))
    .toHaveTextContent(`Its nearest neighbours: ${map.digits.labels[7]}, `);
  const first = await settled();
  expect(first).not.toBe(empty);
  drawLike(8);
  await expect
    .element(page.getByTestId('among'))
    .toHaveTextContent(`Its nearest neighbours: ${map.digits.labels[8]}, `);
  expect(await settled()).not.toBe(first);
  const nearest = page.getByRole('list', { name: 'Nearest test digits' }).getByRole('button');
  await expect.element(nearest.first()).toHaveAccessibleName(/^Test digit 8: .*distance 0.00/);
});

test('keys zoom and move the map, 0 shows all of it again', async () => {
  const whole = await settled();
  (paper().element() as HTMLElement).focus();
  await userEvent.keyboard('++');
  await expect.poll(scale).toBeCloseTo(2.25, 2);
  const near = await settled();
  await userEvent.keyboard('{ArrowRight}');
  expect(await settled()).not.toBe(near);
  await userEvent.keyboard('{ArrowLeft}');
  expect(await settled()).toBe(near);
  await userEvent.keyboard('-');
  await expect.poll(scale).toBeCloseTo(1.5, 2);
  await userEvent.keyboard('0');
  expect(scale()).toBe(1);
  expect(await settled()).toBe(whole);
});

test('two fingers pinch, one moves only a map that is zoomed in', async () => {
  await settled();
  const element = paper().element() as HTMLElement;
  element.setPointerCapture = () => undefined;
  const box = element.getBoundingClientRect();
  const finger = (type: string, pointerId: number, x: number, y: number) =>
    element.dispatchEvent(
      new PointerEvent(type, {
        pointerId,
        pointerType: 'touch',
        button: 0,
        clientX: box.x + x,
        clientY: box.y + y,
      }),
    );
  const whole = await settled();
  finger('pointerdown', 1, 200, 200);
  finger('pointermove', 1, 260, 200);
  expect(await settled()).toBe(whole);
  finger('pointerdown', 2, 300, 200);
  finger('pointermove', 2, 340, 200);
  expect(scale()).toBeCloseTo(2, 1);
  finger('pointerup', 2, 340, 200);
  const near = await settled();
  finger('pointermove', 1, 220, 200);
  expect(await settled()).not.toBe(near);
});

test('a map by UMAP differs from the components, and made again is the same to the pixel', async () => {
  const components = await settled();
  await userEvent.click(page.getByRole('radio', { name: 'UMAP' }), { force: true });
  await expect.element(page.getByTestId('map-state'), patient).toHaveTextContent('gives the same map');
  const first = await settled();
  expect(first).not.toBe(components);
  await userEvent.click(page.getByRole('button', { name: 'Map again' }));
  await expect.element(page.getByTestId('map-state'), patient).toHaveTextContent('gives the same map');
  expect(await settled()).toBe(first);
});

test('a neighbour leads to its place in the map, where its picture is told', async () => {
  drawLike(7);
  const nearest = page.getByRole('list', { name: 'Nearest test digits' }).getByRole('button');
  await expect.element(nearest.nth(1)).toBeEnabled();
  const name = nearest.nth(1).element().textContent ?? '';
  await userEvent.click(nearest.nth(1));
  await expect.poll(scale).toBeGreaterThan(1);
  await expect.element(page.getByTestId('pointed-digit')).toHaveTextContent(name.split(',')[0] ?? '');
});

test('nothing moves when the other kind of map is chosen', async () => {
  const places = () =>
    ['digit-map', 'among', 'pointed-digit'].map((id) =>
      JSON.stringify(page.getByTestId(id).element().getBoundingClientRect()),
    );
  for (const width of [320, 700, 1280]) {
    await page.viewport(width, 900);
    await userEvent.click(page.getByRole('radio', { name: 'Principal components' }), { force: true });
    const before = places();
    await userEvent.click(page.getByRole('radio', { name: 'UMAP' }), { force: true });
    await expect.element(page.getByTestId('map-state'), patient).toHaveTextContent('gives the same map');
    expect(places()).toEqual(before);
  }
});
