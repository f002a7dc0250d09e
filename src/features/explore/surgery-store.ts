import { operated } from '../../explain/surgery.ts';
import type { ReaderClient } from '../../lab/reading/client.ts';
import type { SentNetwork } from '../../network/architecture.ts';
import type { KnowingNetwork } from '../../network/energy.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import type { Source } from '../../ui/source.ts';
import type { OperationStore } from './looks/operation.ts';

/** The network that answers, before surgery and after it. */
export interface Surgery {
  /** Null before there is one. While something is changed it stays as it was when that began. */
  readonly base: KnowingNetwork | null;
  /** P floats; null while nothing is changed. */
  readonly changed: Float32Array | null;
  /** The same as what is to answer. */
  readonly instead: SentNetwork | null;
}

type Reader = Pick<ReaderClient, 'status' | 'architecture' | 'subscribe'>;

/**
 * Keeps apart what answers by itself and what surgery has made of it: once the reader answers with the changed
 * network it reports that one, and reports it for a moment longer after everything has been restored.
 */
export function openSurgery(reader: Reader, operation: OperationStore): Source<Surgery> {
  let now: Surgery = { base: null, changed: null, instead: null };
  let edits = operation.getState().edits;
  /** The last network that surgery has made. */
  let last: Float32Array | null = null;

  const reported = (): KnowingNetwork | null => {
    const status = reader.status();
    if (status.state !== 'ready') return null;
    const { parameters, leastEnergy } = status;
    if (last && isSame(last, parameters)) return null;
    const { base } = now;
    if (base && base.leastEnergy === leastEnergy && isSame(base.parameters, parameters)) return base;
    return { architecture: reader.architecture() ?? lenet5, parameters, leastEnergy };
  };
  const latest = (): Surgery => {
    const asked = operation.getState().edits;
    const base = (now.changed === null ? reported() : null) ?? now.base;
    if (base === now.base && asked === edits) return now;
    edits = asked;
    const changed = base && asked.length > 0 ? operated(base, asked) : null;
    if (changed) last = changed;
    const instead = base && changed && { architecture: base.architecture.id, parameters: changed };
    now = { base, changed, instead };
    return now;
  };
  return {
    latest,
    subscribe: (listener) => {
      const stops = [reader.subscribe(listener), operation.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

function isSame(one: Float32Array, other: Float32Array): boolean {
  return one === other || (one.length === other.length && one.every((value, at) => value === other[at]));
}
