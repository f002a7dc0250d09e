import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import type { StoreApi } from 'zustand/vanilla';
import { t } from '../../../language/language.ts';
import { messageOf } from '../../../lib/expect.ts';
import type { Result } from '../../../lib/result.ts';
import { networkTitle } from '../../../storage/stored-titles.ts';
import type { AnsweringChoice, KeptNetworks } from '../../../ui/answering/learning-network.ts';
import type { MeasuredNetwork } from './use-robustness.ts';

type Parameters = Result<{ readonly parameters: Float32Array }>;

/** A network that can be compared with the one that answers. */
export interface OtherNetwork {
  readonly id: string;
  readonly name: string;
  /** P floats, or why there are none. */
  readonly parameters: () => Promise<Parameters>;
}

interface ComparableNetworks {
  /** Name of the one that answers. */
  readonly answering: string;
  /** The shipped network and those of the library, but for the one that answers. */
  readonly others: readonly OtherNetwork[];
}

export function useComparable(
  kept: KeptNetworks,
  choice: StoreApi<AnsweringChoice>,
  shipped: () => Promise<Float32Array>,
): ComparableNetworks {
  const list = useSyncExternalStore(kept.subscribe, kept.list);
  const by = useStore(choice, (state) => state.by);
  useEffect(() => {
    if (kept.expected()) kept.open();
  }, [kept]);
  // The same floats each time, by which is known what has been measured.
  const loaded = useRef(new Map<string, Promise<Parameters>>());
  return useMemo(() => {
    const once = (id: string, load: () => Promise<Parameters>) => () => {
      const known = loaded.current.get(id) ?? load();
      loaded.current.set(id, known);
      void known.then(({ ok }) => ok || loaded.current.delete(id));
      return known;
    };
    const own = (list ?? []).map(({ id, name }) => {
      const kind = `kept:${id}` as const;
      return { id: kind, name: networkTitle(name), parameters: once(kind, () => kept.weights(id)) };
    });
    const loadShipped = () =>
      shipped().then(
        (parameters) => ({ ok: true, parameters }) as const,
        (error) => ({ ok: false, reason: messageOf(error) }) as const,
      );
    const all = [
      { id: 'shipped', name: t`Built-in network`, parameters: once('shipped', loadShipped) },
      ...own,
    ];
    const answering = by === 'training' ? t`Your run’s network` : all.find(({ id }) => id === by)?.name;
    return {
      answering: answering ?? t`The current network`,
      others: all.filter(({ id }) => id !== by),
    };
  }, [kept, list, by, shipped]);
}

/** Most networks in one diagram, the one that answers included. */
export const mostNetworks = 4;

/** The networks that a person has put into the diagram, with their parameters as they come. */
export function useChosen(others: readonly OtherNetwork[]) {
  const [ids, setIds] = useState<readonly string[]>([]);
  const [read, setRead] = useState<ReadonlyMap<string, Parameters>>(new Map());
  const chosen = ids.flatMap((id) => others.find((one) => one.id === id) ?? []);
  const networks: MeasuredNetwork[] = chosen.map(({ id, name }) => {
    const one = read.get(id);
    return { id, name, parameters: one?.ok ? one.parameters : null };
  });
  const failures = chosen.flatMap(({ id, name }) => {
    const one = read.get(id);
    return one && !one.ok ? [t`${name} cannot be compared: ${one.reason}`] : [];
  });
  return {
    networks,
    failures,
    left: others.filter(({ id }) => !ids.includes(id)),
    add: (id: string) => {
      setIds((before) => [...before.filter((one) => one !== id), id].slice(0, mostNetworks - 1));
      const other = others.find((one) => one.id === id);
      void other?.parameters().then((answer) => setRead((before) => new Map(before).set(id, answer)));
    },
    remove: (id: string) => setIds((before) => before.filter((one) => one !== id)),
  };
}
