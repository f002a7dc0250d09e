import type { Remote } from 'comlink';
import { expect, test, vi } from 'vitest';
import { forwarding } from './forwarded-calls.ts';

interface Calls {
  add(a: number, b: number): Promise<number>;
  toggle(on: boolean): Promise<void>;
  open(place: string): Promise<void>;
}

function client() {
  const worker = { add: async (a: number, b: number) => a + b, toggle: vi.fn(), open: vi.fn() };
  const own = { name: 'client', open: vi.fn() };
  const members = forwarding<Calls, typeof own>(own, (ask) => ask(worker as unknown as Remote<Calls>));
  return { worker, own, members };
}

test('what the client does not have itself is asked of the worker', async () => {
  const { members, worker, own } = client();
  const { add, toggle } = members;
  expect(await add(1, 2)).toBe(3);
  toggle(true);
  expect(worker.toggle).toHaveBeenCalledWith(true);
  members.open();
  expect(own.open).toHaveBeenCalled();
  expect(worker.open).not.toHaveBeenCalled();
  expect(members.name).toBe('client');
});

test('each call stays the same function, and a client can be awaited', async () => {
  const { members } = client();
  expect(members.add).toBe(members.add);
  expect(await Promise.resolve(members)).toBe(members);
});
