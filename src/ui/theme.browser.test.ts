import { afterAll, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { currentTheme, watchTheme } from './theme.ts';

const system = (value: 'light' | 'dark') =>
  cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });

afterAll(() => cdp().send('Emulation.setEmulatedMedia', { features: [] }));

test('whoever asks for the theme while the system changes it keeps nobody from being told', async () => {
  await system('light');
  await expect.poll(currentTheme).toBe('light');
  let told = 0;
  const stop = watchTheme(() => {
    told += 1;
  });
  // As pages do that are rendered for other reasons in the meantime.
  const asking = setInterval(currentTheme);
  try {
    for (let change = 1; change <= 10; change++) {
      const theme = change % 2 === 1 ? 'dark' : 'light';
      await system(theme);
      await expect.poll(() => told, { message: `change ${change}` }).toBe(change);
      expect(currentTheme()).toBe(theme);
    }
  } finally {
    clearInterval(asking);
    stop();
  }
});
