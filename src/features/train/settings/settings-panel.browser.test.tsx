import { useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { defaultSettings, type RunSettings } from '../../../run/settings/run-settings.ts';
import { SettingsPanel } from './settings-panel.tsx';

vi.mock('../../../run/settings/settings-table.ts', async (original) => {
  const real = await original<typeof import('../../../run/settings/settings-table.ts')>();
  const { inventedRows } = await import('../../../run/test-support/invented-rows.ts');
  return { ...real, settingsTable: { ...real.settingsTable, ...inventedRows } };
});

/** A setting is added by one row: the panel has a control for each of the rows that are invented here. */
let root: Root;
let chosen: RunSettings;

function Panel({ underWay }: { readonly underWay: boolean }) {
  const [settings, set] = useState(defaultSettings);
  chosen = settings;
  return (
    <SettingsPanel
      settings={settings}
      onChange={(part) => set({ ...settings, ...part })}
      usual={false}
      underWay={underWay}
      onCopyLink={() => undefined}
      preview={null}
    />
  );
}

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(<Panel underWay={false} />);
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

test('a number has a field with its label, hint, limits and arrow keys', async () => {
  const field = page.getByRole('textbox', { name: 'Gradient clipping' });
  await expect.element(field).toHaveValue('5');
  await expect.element(field).toHaveAccessibleDescription('Longest step of the gradient');
  await field.fill('2');
  await userEvent.keyboard('{Enter}{ArrowUp}');
  await expect.element(field).toHaveValue('2.5');
  expect(chosen).toMatchObject({ gradientClip: 2.5 });
  await field.fill('11');
  await userEvent.keyboard('{Tab}');
  await expect
    .element(field)
    .toHaveAccessibleDescription('Expected a number from 0 to 10, got "11"; 2.5 stays.');
});

test('a choice has a list of its words, and says when a run takes it', async () => {
  const list = page.getByRole('combobox', { name: 'Clip by' });
  await expect.element(list).toHaveAccessibleDescription('All weights alike');
  expect([...list.element().querySelectorAll('option')].map(({ textContent }) => textContent)).toEqual([
    'Norm',
    'Value',
  ]);
  await userEvent.selectOptions(list, 'Value');
  await expect.element(list).toHaveValue('value');
  expect(chosen).toMatchObject({ clipBy: 'value' });
  root.render(<Panel underWay={true} />);
  await expect.element(list).toHaveAccessibleDescription('Applies to the next run');
});

test('a strength has a slider with its value in words, while what it needs is on', async () => {
  const slider = page.getByRole('slider', { name: 'Blur' });
  await expect.element(slider).toHaveAttribute('aria-valuetext', '0 px wide');
  (slider.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(slider).toHaveAttribute('aria-valuetext', '0.5 px wide');
  expect(chosen.distortion).toEqual({ ...defaultSettings.distortion, blurPx: 0.5 });
  await page.getByRole('switch', { name: 'Distort the training images' }).click();
  await expect.element(slider).not.toBeInTheDocument();
});
