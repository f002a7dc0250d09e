import type { EngineKind } from '../../engines/engine.ts';
import { formatMs } from '../../lib/format.ts';
import type { ReaderStatus, Reading } from '../../training/contract.ts';
import styles from './device-chip.module.css';

export interface DeviceChipProps {
  readonly status: ReaderStatus;
  /** Of the last answer; null before the first. */
  readonly reading: Pick<Reading, 'forwardMs' | 'memory'> | null;
  /** Time of a usual answer in milliseconds; null while there are too few to tell. */
  readonly answerMs: number | null;
}

const engineNames: Record<EngineKind, string> = {
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  cpu: 'JavaScript',
};

/** Which device answers and how fast, from the worker itself; and what was tried before it. */
export function DeviceChip({ status, reading, answerMs }: DeviceChipProps) {
  const device = status.state === 'ready' ? status.device : null;
  const refused = device?.refused ?? [];
  // Before the first answer its own place says what is going on.
  const state = reading ? stateText(status) : '';
  return (
    <div
      className={styles.chip}
      data-testid="device"
      data-engine={device?.kind ?? ''}
      data-state={status.state}
      data-refused={refused.length > 0}
      data-forward-ms={reading?.forwardMs}
      data-tensors={reading?.memory.tensors}
      data-bytes={reading?.memory.bytes}
    >
      <span
        className={styles.light}
        data-state={refused.length > 0 ? 'fallback' : status.state}
        aria-hidden
      />
      <span className={styles.words}>
        <span className={styles.line} title={device ? `${engineNames[device.kind]} ${device.device}` : state}>
          <b>{device ? engineNames[device.kind] : state}</b>
          {device && <span className={styles.name}> {device.device}</span>}
        </span>
        {refused.map(({ kind, reason }) => (
          <span key={kind} className={styles.refused}>
            {engineNames[kind]} did not open: {reason}
          </span>
        ))}
      </span>
      <span className={styles.time} title="Median of the last forward passes, with readback">
        {device && answerMs !== null ? `answer in ${formatMs(answerMs)}` : ''}
      </span>
    </div>
  );
}

/** Every state but `ready`, in words. */
export function stateText(status: ReaderStatus): string {
  switch (status.state) {
    case 'opening':
      return 'Opening the device';
    case 'loading model':
      return 'Loading the network';
    case 'warming up':
      return 'Preparing shaders';
    case 'rebuilding':
      return 'The graphics device was lost; rebuilding';
    case 'failed':
      return 'No network';
    case 'ready':
      return 'Ready';
  }
}
