import { t } from '../language/language.ts';

/** Scripts that the page and its workers may start: only those of this site. */

interface TrustedTypes {
  readonly defaultPolicy: unknown;
  createPolicy(name: 'default', rules: { createScriptURL: (address: string) => string | null }): unknown;
}

const scope = globalThis as {
  readonly trustedTypes?: TrustedTypes;
  readonly location?: { readonly origin: string };
  readonly Worker?: unknown;
};

/**
 * Under `require-trusted-types-for 'script'`, browsers ask the policy named "default" before they start a
 * worker from an address. Vite finds workers by the literal `new Worker(new URL(...))`, which leaves no place
 * for a policy of another name. Each page and each worker has its own.
 */
export function allowOwnScripts(): void {
  const { trustedTypes, location } = scope;
  if (!trustedTypes || !location || trustedTypes.defaultPolicy) return;
  trustedTypes.createPolicy('default', {
    createScriptURL: (address) => (address.startsWith(`${location.origin}/`) ? address : null),
  });
}

const noWorkers = () =>
  t`this browser has no Web Workers, which LeNet Lab computes in. Use a current Chrome, Edge, Firefox or Safari`;

/** @throws Error in words where there are no workers, or what the browser throws */
export function startWorker<Started>(make: () => Started): Started {
  if (!scope.Worker) throw new Error(noWorkers());
  allowOwnScripts();
  return make();
}
