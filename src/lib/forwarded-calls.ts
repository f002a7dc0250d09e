import type { Ask } from './worker-service.ts';

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
  call: (ask: Ask<Calls, unknown>) => unknown,
): Own & Forwarded<Omit<Calls, keyof Own>> {
  const get = (members: Own, name: string | symbol) => {
    // Whoever awaits a client asks it for `then`, which is nobody's call.
    if (!(name in members) && typeof name === 'string' && name !== 'then') {
      type AnyCalls = Record<string, (...args: unknown[]) => Promise<unknown>>;
      const forward = (...args: unknown[]) => call(async (remote) => (remote as AnyCalls)[name]?.(...args));
      Object.assign(members, { [name]: forward });
    }
    return Reflect.get(members, name);
  };
  return new Proxy({ ...own }, { get }) as Own & Forwarded<Omit<Calls, keyof Own>>;
}
