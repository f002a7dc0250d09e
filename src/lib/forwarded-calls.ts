import type { Remote } from 'comlink';

/**
 * A worker's calls as its client has them: those that answer nothing are not waited for, the others answer null
 * where they fail. One without arguments takes no event either, so it is no handler of clicks by itself.
 */
export type Forwarded<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...args: infer Args) => infer Answer
    ? (
        ...args: Args extends [] ? [nothing?: undefined] : Args
      ) => Answer extends Promise<void> ? void : Promise<Awaited<Answer> | null>
    : never;
};

/**
 * A client with members of its own: whatever else it is asked for is a call of the worker by that name.
 * Each stays the same function, so it can be handed on by itself.
 */
export function forwarding<Calls, Own extends object>(
  own: Own,
  call: (ask: (remote: Remote<Calls>) => Promise<unknown>) => unknown,
): Own & Forwarded<Omit<Calls, keyof Own>> {
  type AnyCalls = Record<string, (...args: unknown[]) => Promise<unknown>>;
  const forwarded = new Map<string, unknown>();
  const forward = (name: string) => {
    const known = forwarded.get(name);
    if (known) return known;
    const asked = (...args: unknown[]) => call(async (remote) => (remote as AnyCalls)[name]?.(...args));
    forwarded.set(name, asked);
    return asked;
  };
  return new Proxy(own, {
    get: (members, name) =>
      // Whoever awaits a client asks it for `then`, which is nobody's call.
      typeof name === 'symbol' || name === 'then' || name in members
        ? Reflect.get(members, name)
        : forward(name),
  }) as Own & Forwarded<Omit<Calls, keyof Own>>;
}
