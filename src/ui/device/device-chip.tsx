import { useId } from 'react';
import { isOnGpu, shortLabel } from '../../engines/lookup.ts';
import type { DeviceReport, ReaderStatus, Reading } from '../../lab/reading/contract.ts';
import { t } from '../../language/language.ts';
import { formatMs } from '../../lib/format.ts';
import styles from './device-chip.module.css';
import { stateWords } from './state-text.ts';

interface DeviceChipProps {
  readonly status: ReaderStatus;
  /** Of the last answer; null before the first. */
  readonly reading: Pick<Reading, 'forwardMs' | 'memory'> | null;
  /** Time of a usual answer in milliseconds; null while there are too few to tell. */
  readonly answerMs: number | null;
}

/** Which device answers and how fast, from the worker itself; in full when it is asked for. */
export function DeviceChip({ status, reading, answerMs }: DeviceChipProps) {
  const detailsId = useId();
  const device = status.state === 'ready' ? status.device : null;
  // Before the first answer its own place says what is going on.
  const state = reading ? stateWords[status.state] : '';
  return (
    <div
      className={styles.chip}
      data-testid="device"
      data-engine={device?.kind ?? ''}
      data-state={status.state}
      data-forward-ms={reading?.forwardMs}
      data-tensors={reading?.memory.tensors}
      data-bytes={reading?.memory.bytes}
    >
      <button type="button" className={styles.line} popoverTarget={detailsId} disabled={!device}>
        {/* Plain JavaScript is slow; the other engines are as good as one another. */}
        <span
          className={styles.light}
          data-state={device?.kind === 'cpu' ? 'slow' : status.state}
          aria-hidden
        />
        <span className={styles.words} translate="no">
          {device ? <Device {...device} /> : <b>{state}</b>}
        </span>
      </button>
      <span
        className={styles.time}
        translate="no"
        title={t`Median of the last forward passes, with readback`}
      >
        {device && answerMs !== null ? t`answer in ${formatMs(answerMs)}` : ''}
      </span>
      <div id={detailsId} popover="auto" className={styles.details}>
        {device && (
          <>
            <p translate="no">{device.device}</p>
            {device.deviceDetail !== device.device && <p translate="no">{device.deviceDetail}</p>}
            {device.insteadOf && (
              <p>{t`${shortLabel(device.insteadOf)} is too slow while the GPU trains. It reads your drawings again when the run pauses or ends.`}</p>
            )}
            {device.refused.map(({ kind, reason }) => (
              <p
                key={kind}
              >{t`Your processor reads the drawings. ${shortLabel(kind)} is not available here: ${reason}.`}</p>
            ))}
          </>
        )}
      </div>
    </div>
  );
}

/** In short: how the processor computes, and what a driver adds to the name of a card, is told when it is asked for. */
function Device({ kind, device, insteadOf }: DeviceReport) {
  if (insteadOf) return <b>{t`${shortLabel(kind)} reads while the GPU trains`}</b>;
  if (!isOnGpu(kind)) return <b>{shortLabel(kind)}</b>;
  return (
    <>
      <b>{shortLabel(kind)}</b> <span className={styles.name}>{device.replace(/, half precision$/, '')}</span>
    </>
  );
}
