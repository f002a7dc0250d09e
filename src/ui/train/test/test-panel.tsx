import type { ReactNode } from 'react';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import type { TestResult } from '../../../training/run-contract.ts';
import { Button } from '../../controls/button.tsx';
import { ProgressBar } from '../../controls/progress-bar.tsx';
import styles from './test-panel.module.css';

export interface TestPanelProps {
  readonly result: TestResult | null;
  /** Share of the test set that has been measured; null when it is not being measured. */
  readonly testing: number | null;
  /** Whether there is a network to measure. */
  readonly ready: boolean;
  readonly onTest: () => void;
  readonly onStop: () => void;
  /** What is shown of the result beside its figures. */
  readonly children?: ReactNode;
}

/** How the network does on images that it never learned from: all of them, whenever it is asked. */
export function TestPanel({ result, testing, ready, onTest, onStop, children }: TestPanelProps) {
  const accuracy = result && result.right / result.total;
  return (
    <section className={styles.panel} aria-label="Test" data-testid="test-result">
      <div className={styles.head}>
        <h2>The whole test set</h2>
        {testing === null ? (
          <Button disabled={!ready} onClick={onTest}>
            Measure now
          </Button>
        ) : (
          <Button onClick={onStop}>Stop measuring</Button>
        )}
      </div>
      <div className={styles.progress}>
        {testing !== null && <ProgressBar label="Measuring the test images" share={testing} />}
      </div>
      <dl className={styles.figures}>
        <Figure name="Accuracy" value={accuracy === null ? '–' : formatPercent(accuracy, 2)} />
        <Figure name="Error" value={accuracy === null ? '–' : formatPercent(1 - accuracy, 2)} />
        <Figure
          name="Wrong"
          value={result ? formatCount(result.total - result.right) : '–'}
          of={result ? formatCount(result.total) : ''}
        />
        <Figure name="At step" value={result ? formatCount(result.step) : '–'} />
      </dl>
      <p className={styles.note}>
        LeCun et al. reported 0.95 % error for LeNet-5 in 1998, and 0.8 % when it learned from distorted
        images as well. Measured once at the end of a run; no setting is chosen by these images.
      </p>
      {children}
    </section>
  );
}

function Figure({
  name,
  value,
  of,
}: {
  readonly name: string;
  readonly value: string;
  readonly of?: string;
}) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>
        {value}
        {of && <span> of {of}</span>}
      </dd>
    </div>
  );
}
