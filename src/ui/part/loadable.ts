import { type ComponentType, createElement, lazy } from 'react';

/** The code of a part of a page did not come: its file is missing, or the server cannot be reached. */
export class PartMissingError extends Error {
  override readonly name = 'PartMissingError';
}

/** React remembers that code failed to load, so another try takes another component. */
const renewals = new Set<() => void>();

/** Parts that failed to load are loaded again when they are shown next. */
export function retryParts(): void {
  for (const renew of renewals) renew();
  renewals.clear();
}

/** A component whose code loads when it is first shown, in a `Part`, which says so when that fails. */
export function loadable<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const attempt = async () => {
    try {
      await styleSheetsAgain();
      return { default: await load() };
    } catch (error) {
      renewals.add(renew);
      throw new PartMissingError(error instanceof Error ? error.message : String(error));
    }
  };
  let Loaded = lazy(attempt);
  const renew = () => {
    Loaded = lazy(attempt);
  };
  return (props) => createElement(Loaded, props);
}

const failedSheets = new Set<HTMLLinkElement>();

globalThis.addEventListener?.(
  'error',
  ({ target }) => {
    if (globalThis.HTMLLinkElement && target instanceof HTMLLinkElement) failedSheets.add(target);
  },
  true,
);

/** Vite asks for a style sheet once and then takes it for loaded, so those that failed are asked for here. */
async function styleSheetsAgain(): Promise<void> {
  const sheets = [...failedSheets].filter(({ rel }) => rel === 'stylesheet');
  failedSheets.clear();
  await Promise.all(
    sheets.map(
      (failed) =>
        new Promise<void>((resolve, reject) => {
          const again = failed.cloneNode() as HTMLLinkElement;
          again.addEventListener('load', () => resolve());
          again.addEventListener('error', () => reject(new Error(`${again.href} could not be loaded`)));
          failed.replaceWith(again);
        }),
    ),
  );
}
