import { lenet5 } from '../../network/lenet-5.ts';
import '../../ui/tokens.css';
import '../../ui/global.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createStore } from 'zustand/vanilla';
import { emptyDrawing } from '../../digits/drawing/drawing.ts';
import type { TrainerClient } from '../../lab/training/client.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { defaultSettings, type RunSettings } from '../../run/settings/run-settings.ts';
import { createFakeMapping } from '../../ui/digit-map/fake-mapping.fixture.ts';
import type { DrawingModel } from '../../ui/draw-pad/model.ts';
import { createFakeTrainer } from './gallery/fake-trainer.fixture.ts';
import { createTrainModel } from './train-model.ts';
import { TrainPage } from './train-page.tsx';

/** The page on the gallery's trainer, whose runs go by the clock. */
let root: Root;
let host: HTMLElement;
let client: TrainerClient;
let edited: RunSettings[];
let mapped: number;
const { mapDigits } = createFakeMapping(20);
const mapping: typeof mapDigits = (...asked) => {
  mapped += 1;
  return mapDigits(...asked);
};

beforeEach(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  await page.viewport(1440, 900);
  edited = [];
  mapped = 0;
  client = Object.assign(createFakeTrainer(initialParameters(lenet5, randomFromSeed(1)), 'resumable'), {
    edit: (settings: RunSettings) => void edited.push(settings),
  });
  const drawing = createStore(() => ({ drawing: emptyDrawing, revision: 0 }) as DrawingModel);
  const location = new URL('http://lab.test/#/train');
  const history = { state: null, replaceState: () => undefined };
  const saveNetwork = async () => ({ ok: false, reason: 'not here' }) as const;
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
  root.render(
    <TrainPage
      model={createTrainModel({
        client,
        drawing,
        places: { location, history },
        saveNetwork,
        mapDigits: mapping,
      })}
    />,
  );
  await expect.element(button('Start')).toBeVisible();
});

afterEach(() => {
  client.dispose();
  root.unmount();
  host.remove();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const state = () => page.getByTestId('training-state').element() as HTMLElement;
const pixels = (testId: string) => (page.getByTestId(testId).element() as HTMLCanvasElement).toDataURL();

/** A machine that is shared may take its time for a forward pass. */
const patient = { timeout: 15_000 };

/** Names of the buttons of the run that can be pressed. */
function offered(): string[] {
  const group = page.getByRole('group', { name: 'Run' }).element();
  return [...group.querySelectorAll('button:enabled')].map((element) => element.textContent);
}

test('only what makes sense is offered, and the first button keeps the focus from state to state', async () => {
  expect(offered()).toEqual(['Start', 'Step']);
  (button('Start').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(button('Pause')).toHaveFocus();
  expect(offered()).toEqual(['Pause', 'Stop', 'Reset']);
  await userEvent.keyboard('{Enter}');
  await expect.element(button('Resume')).toHaveFocus();
  expect(offered()).toEqual(['Resume', 'Step', 'Stop', 'Reset']);
  expect(state().dataset.state).toBe('paused');
  await button('Stop').click();
  await expect.element(button('New run')).toBeVisible();
  expect(offered()).toEqual(['New run', 'Reset']);
});

test('runs that were left are offered until another is under way', async () => {
  const banner = page.getByTestId('resumable');
  await expect.element(banner).toHaveTextContent(/Resume the run of 14:02, step 1,240 of 4,690, 97.9/);
  await banner.getByRole('button', { name: 'Discard' }).last().click();
  await expect.element(banner.getByRole('button', { name: 'Delete for good' })).toBeVisible();
  expect(banner.getByRole('listitem').elements()).toHaveLength(3);
  await banner.getByRole('button', { name: 'Delete for good' }).click();
  await expect.poll(() => banner.getByRole('listitem').elements()).toHaveLength(2);
  const damaged = banner.getByTestId('damaged-run');
  await expect
    .element(damaged)
    .toHaveTextContent(/cannot be opened, only deleted\. Its weights are missing\./);
  await damaged.getByRole('button', { name: 'Delete' }).click();
  await damaged.getByRole('button', { name: 'Delete for good' }).click();
  await expect.element(damaged).not.toBeInTheDocument();
  await banner.getByRole('button', { name: 'Resume' }).click();
  await expect.element(banner).not.toBeInTheDocument();
  expect(Number(state().dataset.step)).toBeGreaterThanOrEqual(1240);
});

test('a number out of range is told beside its field and changes nothing', async () => {
  await button('Step').click();
  const epochs = page.getByRole('textbox', { name: 'Epochs' });
  await epochs.fill('5000');
  await userEvent.keyboard('{Tab}');
  await expect
    .element(epochs)
    .toHaveAccessibleDescription(
      `Expected a whole number from 1 to 200, got "5000"; ${defaultSettings.epochs} stays.`,
    );
  await expect.element(epochs).toHaveValue(String(defaultSettings.epochs));
  expect(edited).toEqual([]);
  await epochs.fill('12');
  await expect.element(epochs).not.toHaveAccessibleDescription(/stays/);
  await userEvent.keyboard('{Enter}');
  expect(edited.map((settings) => settings.epochs)).toEqual([12]);
});

test('kernels, gradients and feature maps follow the run, and another probe is read at once', async () => {
  const pictures = ['kernels-C1-weights', 'kernels-C3-weights', 'kernels-C3-gradient', 'layer-C1'];
  await button('Start').click();
  await expect.poll(() => Number(state().dataset.step), patient).toBeGreaterThan(0);
  const before = pictures.map(pixels);
  await expect.poll(() => pictures.filter((name, at) => pixels(name) === before[at]), patient).toEqual([]);
  await button('Pause').click();
  const input = pixels('layer-Input');
  await page.getByRole('button', { name: 'Sample: 3 with a flat top' }).click();
  await expect.poll(() => pixels('layer-Input'), patient).not.toBe(input);
});

test('the map of digits computes nothing while it is closed, at most once a second while the run goes on, and follows the timeline', async () => {
  await userEvent.click(button('Start'));
  await expect.poll(() => Number(state().dataset.step), patient).toBeGreaterThan(50);
  expect(mapped).toBe(0);
  await userEvent.click(page.getByText('The map of digits'));
  const map = page.getByTestId('learning-map');
  const step = () => Number((map.element() as HTMLElement).dataset.step);
  await expect.poll(step, patient).toBeGreaterThan(0);
  const [first, from] = [mapped, performance.now()];
  await expect.poll(() => mapped, patient).toBeGreaterThan(first + 1);
  expect(mapped - first).toBeLessThanOrEqual(1 + (performance.now() - from) / 1000);
  await userEvent.click(button('Pause'));
  await expect.poll(step, patient).toBe(Number(state().dataset.step));
  const now = (map.element().querySelector('canvas') as HTMLCanvasElement).toDataURL();
  client.showMoment(client.store.getState().timeline[0]?.step ?? null);
  await expect.poll(step, patient).toBe(client.store.getState().timeline[0]?.step);
  await expect
    .poll(() => (map.element().querySelector('canvas') as HTMLCanvasElement).toDataURL(), patient)
    .not.toBe(now);
  await userEvent.click(page.getByText('The map of digits'));
  await expect.element(map).not.toBeInTheDocument();
});
