import type { ReactNode } from 'react';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import styles from './probe-picker.module.css';

const probeKinds = ['test', 'sample', 'drawing'] as const;
export type ProbeKind = (typeof probeKinds)[number];

interface ProbePickerProps {
  readonly kind: ProbeKind;
  readonly onKind: (kind: ProbeKind) => void;
  /** 784 bytes: the digit that the network reads now; null before there is one. */
  readonly digit: Uint8Array | null;
  /** What it is: "sample 7 with a bar". */
  readonly what: string;
  /** What there is to pick from, of the chosen kind. */
  readonly children: ReactNode;
}

const kinds = [
  { value: 'test', label: 'Test image' },
  { value: 'sample', label: 'Sample' },
  { value: 'drawing', label: 'Drawing' },
] as const;

/** The digit that the network in training is watched with. */
export function ProbePicker({ kind, onKind, digit, what, children }: ProbePickerProps) {
  return (
    <div className={styles.picker} data-testid="probe">
      <figure className={styles.probe}>
        <span className={styles.picture}>
          <DigitPicture digit={digit} label={`Probe: ${what}`} />
        </span>
        <figcaption>{what}</figcaption>
      </figure>
      <div className={styles.choice}>
        <Segmented label="Probe digit" options={kinds} value={kind} onChange={onKind} />
        <div className={styles.offer}>{children}</div>
      </div>
    </div>
  );
}
