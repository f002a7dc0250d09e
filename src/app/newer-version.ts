import { createStore } from 'zustand/vanilla';

/** Whether this tab runs an older version than the one that is there now, and how it gets the newer one. */

interface NewerVersion {
  /** What the person should know; null while nothing does. */
  readonly text: string | null;
}

export const newerVersion = createStore<NewerVersion>()(() => ({ text: null }));

/** Asked before the page reloads by itself: whether something would be interrupted. */
const works = new Set<() => boolean>();

export function askBeforeReload(isBusy: () => boolean): void {
  works.add(isBusy);
}

export function isBusy(): boolean {
  return [...works].some((isBusy) => isBusy());
}

/** Built files are named by their content, so the name is the version. */
export const ownFile = import.meta.url.replace(/^.*\/|\?.*$/g, '');
