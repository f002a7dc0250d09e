import '../../../ui/tokens.css';
import '../../../ui/global.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { type Edit, operated } from '../../../explain/surgery.ts';
import { middleUnit } from '../../../explain/target.ts';
import { randomFromSeed } from '../../../lib/random.ts';
import type { Network } from '../../../network/architecture.ts';
import { initialParameters } from '../../../network/initialise.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import type { Unit } from '../../../network/unit.ts';
import { kernelsOf } from '../../../pictures/kernels.ts';
import { createFakeLooking } from './gallery/fake-looking.fixture.ts';
import { LooksFrame } from './gallery/looks-frame.fixture.tsx';
import { createOperation, type OperationStore } from './operation.ts';

const network: Network = {
  architecture: lenet5,
  parameters: initialParameters(lenet5, randomFromSeed(2)),
};
const explainer = createFakeLooking(30);
const unitOf = (layer: string, map: number) => middleUnit(lenet5, { layer, map });
const keep = vi.fn(async () => ({ ok: true }) as const);

let root: Root;
let host: HTMLElement;
let operation: OperationStore;

function show(unit: Unit, of: Network | null = network): void {
  root.render(
    <LooksFrame network={of} unit={unit} explainer={explainer} operation={operation} keep={keep} />,
  );
}

const button = (name: string | RegExp) => page.getByRole('button', { name });
const looked = () => expect.element(page.getByText(/is strongest for/)).toBeVisible();
const edits = () => operation.getState().edits;
const answering = () => (edits().length > 0 ? operated(network, edits()) : null);

beforeEach(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  await page.viewport(1280, 900);
  vi.clearAllMocks();
  operation = createOperation();
  host = document.body.appendChild(document.createElement('main'));
  root = createRoot(host);
});
afterEach(() => {
  vi.restoreAllMocks();
  root.unmount();
  host.remove();
});

describe('what a unit looks for', () => {
  test('nine digits that excite it most and least are shown, with the values of each class', async () => {
    show(unitOf('C3', 4));
    await expect.element(page.getByRole('heading', { name: 'C3, map 4' })).toBeVisible();
    await looked();
    const expected = await explainer.looksFor(network.parameters, { layer: 'C3', map: 4 }, () => undefined);
    for (const [name, digits] of [
      ['Excite it most', expected?.strongest],
      ['Excite it least', expected?.weakest],
    ] as const) {
      const tiles = page.getByRole('region', { name }).getByRole('listitem').elements();
      expect(tiles.map((tile) => tile.querySelector('b')?.textContent)).toEqual(
        digits?.map(({ label }) => String(label)),
      );
      const patch = tiles[0]?.querySelectorAll('canvas')[1];
      expect([patch?.width, patch?.height]).toEqual([14, 14]);
    }
    const classes = page.getByRole('region', { name: 'Values by digit' }).getByRole('listitem').elements();
    expect(classes).toHaveLength(10);
    await expect.element(page.getByText(/Measured on 30 digits of synthetic handwriting/)).toBeVisible();
  });

  test('the input, which computes nothing, says so', async () => {
    show(unitOf('Input', 0));
    await expect.element(page.getByText(/looks for nothing/)).toBeVisible();
    expect(document.querySelectorAll('canvas')).toHaveLength(0);
  });

  test('nothing moves when a network and what is computed of it arrive', async () => {
    const places = () =>
      [...host.querySelectorAll('h3')].map((heading) => Math.round(heading.getBoundingClientRect().top));
    show(unitOf('C1', 1), null);
    await expect.element(page.getByRole('heading', { name: 'Surgery' })).toBeVisible();
    const before = places();
    show(unitOf('C1', 1));
    await looked();
    await expect.element(button('Start again')).toBeEnabled();
    expect(places()).toEqual(before);
  });

  test('the picture is made when the unit is chosen, and again from other noise', async () => {
    const making = vi.spyOn(explainer, 'optimisedPicture');
    show(unitOf('F6', 7));
    const part = page.getByRole('region', { name: 'The picture that excites it most' });
    await expect.element(part.getByText(/^Value [0-9]/)).toBeVisible();
    await userEvent.click(button('Start again'));
    await expect.poll(() => making.mock.calls.map(([, , seed]) => seed)).toEqual([1, 2]);
  });

  test('reports that come after their answer, as those of a worker may, change nothing', async () => {
    const late: (() => void)[] = [];
    const { looksFor, optimisedPicture } = explainer;
    vi.spyOn(explainer, 'looksFor').mockImplementation(async (parameters, target, report) => {
      late.push(() => report(1));
      return looksFor(parameters, target, report);
    });
    vi.spyOn(explainer, 'optimisedPicture').mockImplementation(async (parameters, target, seed, report) => {
      const picture = await optimisedPicture(parameters, target, seed, report);
      late.push(() => picture && report(picture));
      return picture;
    });
    show(unitOf('C3', 4));
    await looked();
    await expect.element(button('Start again')).toBeEnabled();
    await expect.poll(() => late.length).toBe(2);
    for (const report of late) report();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(host.querySelector('[aria-busy="true"]')).toBeNull();
    await expect.element(button('Start again')).toBeEnabled();
  });

  test('on a phone it is as wide as the screen', async () => {
    await page.viewport(360, 740);
    show(unitOf('C3', 4));
    await looked();
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  });
});

describe('surgery', () => {
  test('a map is switched off and restored: who answers is told, and so is the accuracy', async () => {
    show(unitOf('C3', 4));
    await looked();
    expect(answering()).toBeNull();
    const off: Edit = { ...unitOf('C3', 4), kind: 'off' };
    await userEvent.click(button('Switch off'));
    expect(answering()).toEqual(operated(network, [off]));
    await expect.element(page.getByText(/% before, .*% now/)).toBeVisible();
    await expect.element(button('Switch off')).toHaveAttribute('aria-pressed', 'true');
    await expect.element(page.getByText(/C3 map 4 is switched off: it gives 0.00 for/)).toBeVisible();
    const values = page.getByRole('region', { name: 'Values by digit' }).getByRole('listitem');
    const means = values
      .elements()
      .flatMap(({ textContent }) => /mean(.*)/.exec(textContent ?? '')?.[1] ?? []);
    expect([...new Set(means)]).toEqual(['0.000']);
    await userEvent.click(button('Take back: C3 map 4 off'));
    expect(answering()).toBeNull();
    await userEvent.click(button('Switch off'));
    await userEvent.click(button('Restore all'));
    expect(edits()).toEqual([]);
    expect(answering()).toBeNull();
  });

  test('a unit is frozen at its mean, and a map of S4 through the map that it averages', async () => {
    show(unitOf('S4', 4));
    await looked();
    await userEvent.click(button(/^Freeze at its mean/));
    const [edit] = edits();
    const mean = (await explainer.looksFor(network.parameters, { layer: 'S4', map: 4 }, () => undefined))
      ?.mean;
    expect(edit).toMatchObject({ layer: 'S4', map: 4, kind: 'frozen', mean });
    await expect.element(page.getByText('S4 only averages C3, so this changes C3 map 4.')).toBeVisible();
    // Both cannot hold: the later takes the place of the earlier.
    await userEvent.click(button('Switch off'));
    expect(edits().map(({ kind }) => kind)).toEqual(['off']);
  });

  test('a probability cannot be frozen', async () => {
    show(unitOf('Output', 4));
    await looked();
    expect(button(/Freeze/).elements()).toHaveLength(0);
  });

  const weightsNow = (map: number, source: number) => [
    ...(kernelsOf({ architecture: lenet5, parameters: answering() ?? network.parameters }, 'C3', map)[source]
      ?.weights ?? []),
  ];

  test('a kernel is repainted by dragging: only the cells under the pointer change', async () => {
    show(unitOf('C3', 4));
    await looked();
    await userEvent.click(page.getByRole('radio', { name: '2' }), { force: true });
    const table = page.getByRole('table', { name: 'Kernel of C3 map 4 on S2 map 2' });
    const before = weightsNow(4, 2);
    const cells = table.getByRole('button').elements();
    const [first, second] = [cells[6], cells[7]].map((cell) => cell?.getBoundingClientRect());
    const at = (box: DOMRect | undefined) => ({
      clientX: (box?.x ?? 0) + 10,
      clientY: (box?.y ?? 0) + 10,
      bubbles: true,
      pointerId: 1,
      buttons: 1,
    });
    // A pointer that is not real cannot be captured.
    table.element().setPointerCapture = () => undefined;
    cells[6]?.dispatchEvent(new PointerEvent('pointerdown', at(first)));
    cells[6]?.dispatchEvent(new PointerEvent('pointermove', at(second)));
    await expect.poll(() => edits().length).toBe(1);
    await expect
      .poll(() => weightsNow(4, 2).flatMap((weight, tap) => (weight === before[tap] ? [] : [tap])))
      .toEqual([6, 7]);
    const kernels = kernelsOf(network, 'C3', 4);
    const most = Math.max(...kernels.flatMap(({ weights }) => Array.from(weights, Math.abs)));
    expect(weightsNow(4, 2)[6]).toBeCloseTo(most, 6);
  });

  test('a kernel is repainted by keyboard: arrows move, Space paints, minus makes a weight smaller', async () => {
    show(unitOf('C1', 0));
    await looked();
    const table = page.getByRole('table', { name: 'Kernel of C1 map 0' });
    (table.getByRole('button').elements()[0] as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowDown} ');
    await expect.poll(() => edits().length).toBe(1);
    const painted = edits()[0] as Extract<Edit, { kind: 'repainted' }>;
    const kernel = kernelsOf(network, 'C1', 0)[0]?.weights ?? new Float32Array();
    const most = Math.max(...Array.from(kernel, Math.abs));
    expect(painted.weights[6]).toBeCloseTo(most, 6);
    await userEvent.keyboard('-');
    await expect
      .poll(() => (edits()[0] as Extract<Edit, { kind: 'repainted' }>).weights[6])
      .toBeCloseTo(0.95 * most, 6);
  });

  test('the changed network is saved under a name, with its changes in words', async () => {
    operation.setState({ edits: [{ layer: 'C5', map: 3, kind: 'off' }] });
    show(unitOf('C3', 4));
    await looked();
    const field = page.getByRole('textbox', { name: 'Name of the changed network' });
    await expect.element(field).toHaveValue('C5 unit 3 off');
    await userEvent.fill(field, 'Without 3');
    await userEvent.click(button('Save network'));
    expect(keep).toHaveBeenCalledWith(answering(), { name: 'Without 3', changes: ['C5 unit 3 off'] });
    await expect
      .element(page.getByText('Saved as “Without 3”. You will find it under Networks.'))
      .toBeVisible();
  });
});
