import { expect, test } from 'vitest';
import { defaultSettings } from '../../../run/settings/run-settings.ts';
import { createSettingsStore } from './settings-store.ts';

/** A window's address and history, as far as settings need them. */
function placesAt(address: string) {
  const location = new URL(address);
  const history = {
    state: { kept: true } as unknown,
    replaceState(state: unknown, _: string, to?: string | URL | null) {
      history.state = state;
      location.href = String(to);
    },
  };
  return { location, history };
}

test('a change stands in the address, with the route and the state of the history as they were', () => {
  const places = placesAt('http://lab.test/app/?seed=3#/train');
  const store = createSettingsStore(places);
  store.getState().change({ epochs: 4 });
  expect(places.location.href).toBe('http://lab.test/app/?seed=3&epochs=4#/train');
  expect(places.history.state).toEqual({ kept: true });
  store.getState().change(defaultSettings);
  expect(places.location.href).toBe('http://lab.test/app/#/train');
});

test('what runs learn from stands beside the settings, and of many mistakes two are told', () => {
  const places = placesAt('http://lab.test/?data=synthetic&seed=3#/train');
  const store = createSettingsStore(places);
  expect(store.getState().source).toBe('synthetic');
  store.getState().change({ epochs: 4 });
  expect(places.location.href).toBe('http://lab.test/?data=synthetic&seed=3&epochs=4#/train');
  store.getState().changeSource('mnist');
  expect(places.location.href).toBe('http://lab.test/?seed=3&epochs=4#/train');
  store.getState().changeSource('synthetic');
  expect(places.location.search).toBe('?seed=3&epochs=4&data=synthetic');
  const wrong = createSettingsStore(placesAt('http://lab.test/?data=moon&epochs=0&seed=x#/train')).getState();
  expect(wrong.source).toBe('mnist');
  expect(wrong.notice).toMatch(
    /^Some settings in this link are invalid and were ignored\. It may be damaged\. .* And 1 more\.$/,
  );
});

test('a link that mail has damaged is mended in the address, too', () => {
  const places = placesAt('http://lab.test/?seed%3D5%26epochs%3D7#/train');
  const { settings, notice } = createSettingsStore(places).getState();
  expect([settings.seed, settings.epochs, notice]).toEqual([5, 7, null]);
  expect(places.location.href).toBe('http://lab.test/?seed=5&epochs=7#/train');
  expect(places.history.state).toEqual({ kept: true });
});

test('why no run begins is said until the settings change', () => {
  const store = createSettingsStore(placesAt('http://lab.test/#/train'));
  store.getState().refuse('nothing to write');
  expect(store.getState().refusal).toBe('nothing to write');
  store.getState().change({ stylesOff: [] });
  expect(store.getState().refusal).toBeNull();
});

test('an address with mistakes gives the other settings, and says what is wrong until it is dismissed', () => {
  const store = createSettingsStore(placesAt('http://lab.test/?epochs=900&seed=5#/train'));
  expect(store.getState().settings).toEqual({ ...defaultSettings, seed: 5 });
  expect(store.getState().notice).toBe(
    'Some settings in this link are invalid and were ignored. It may be damaged. epochs: expected a whole number from 1 to 200, got "900".',
  );
  store.getState().dismissNotice();
  expect(store.getState().notice).toBeNull();
});
