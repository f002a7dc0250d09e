import { useSyncExternalStore } from 'react';
import type { Theme } from '../pictures/colour-scales.ts';

/**
 * Light or dark: what `<html data-theme>` says, else the system's preference. The attribute is the
 * only state, so that style sheets, tests and this store can never disagree.
 */
export type ThemeChoice = Theme | 'system';

/** Also in public/first.js, which applies what is stored before the first frame. */
const storageKey = 'lenet-lab.theme';
// The build renders the paper without a browser.
const darkSystem = globalThis.window?.matchMedia('(prefers-color-scheme: dark)');
/**
 * Kept here, because whoever reads `matches` between a change and its event gets the new value and, in
 * Chromium, keeps the event from being sent: everything drawn by it would stay in the old theme.
 */
let systemIsDark = darkSystem?.matches;
darkSystem?.addEventListener('change', ({ matches }) => {
  systemIsDark = matches;
});

function themeChoice(): ThemeChoice {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function currentTheme(): Theme {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  return systemIsDark ? 'dark' : 'light';
}

/** Applies a choice and remembers it where the browser allows. */
export function setTheme(choice: ThemeChoice): void {
  applyTheme(choice);
  try {
    if (choice === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, choice);
  } catch {
    // Storage is forbidden (private mode, blocked cookies): the choice lasts as long as the page.
  }
}

export function useTheme(): Theme {
  return useSyncExternalStore(watchTheme, currentTheme);
}

/** What was chosen, which may be to follow the system. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(watchTheme, themeChoice);
}

function applyTheme(choice: ThemeChoice): void {
  const { dataset } = document.documentElement;
  if (choice === 'system') delete dataset.theme;
  else dataset.theme = choice;
}

/** Calls back after each change of the theme, chosen on the page or by the system. */
export function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  darkSystem.addEventListener('change', onChange);
  return () => {
    observer.disconnect();
    darkSystem.removeEventListener('change', onChange);
  };
}
