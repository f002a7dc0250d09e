import { useSyncExternalStore } from 'react';
import type { ReaderClient } from '../lab/reading/client.ts';
import { DeviceChip } from '../ui/device/device-chip.tsx';
import { answerTime } from './answer-time.ts';

// Of the one reader that the page has, whichever of its pages is shown.
let answerMs: (() => number | null) | undefined;

/** What answers drawings, and how fast: it changes with each of them. */
export function Device({ reader }: { readonly reader: ReaderClient }) {
  answerMs ??= answerTime(reader.reading);
  const status = useSyncExternalStore(reader.subscribe, reader.status);
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  const ms = useSyncExternalStore(reader.subscribe, answerMs);
  return <DeviceChip status={status} reading={reading} answerMs={ms} />;
}
