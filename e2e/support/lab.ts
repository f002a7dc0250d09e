import { test as base, expect, type Page } from '@playwright/test';

declare global {
  interface Window {
    /** Tells the test of what the Content-Security-Policy refused. */
    refusedByPolicy?: (what: string) => void;
  }
}

/** What went wrong in a page: errors that it printed or threw, and what its security policy refused. */
export async function listenForTrouble(page: Page): Promise<readonly string[]> {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
  await page.exposeFunction('refusedByPolicy', (what: string) => {
    said.push(`Content-Security-Policy: ${what}`);
  });
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
      window.refusedByPolicy?.(`${effectiveDirective} refused ${blockedURI} ${sample}`),
    ),
  );
  page.on('worker', (worker) => {
    // Answers when the worker is refused something; a worker that ends before has nothing to say.
    worker.evaluate(nextRefusal).then(
      (what) => said.push(`Content-Security-Policy, in a worker: ${what}`),
      () => undefined,
    );
  });
  return said;
}

/** Runs in a worker. */
function nextRefusal(): Promise<string> {
  return new Promise((resolve) =>
    globalThis.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
      resolve(`${effectiveDirective} refused ${blockedURI}`);
    }),
  );
}

/**
 * `test` with one rule for every journey: the page prints no error, throws nothing, and does nothing that its
 * Content-Security-Policy forbids. A journey that provokes trouble says which messages it expects.
 */
export const test = base.extend<{ expectedErrors: RegExp[]; quietConsole: undefined }>({
  expectedErrors: async ({ page: _ }, use) => use([]),
  quietConsole: [
    async ({ page, expectedErrors }, use) => {
      const said = await listenForTrouble(page);
      await use(undefined);
      expect(said.filter((text) => !expectedErrors.some((expected) => expected.test(text)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
