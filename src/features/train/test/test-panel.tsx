import type { ReactNode } from 'react';
import { Button } from '../../../ui/controls/button.tsx';
import { ProgressBar } from '../../../ui/controls/progress-bar.tsx';
import styles from './test-panel.module.css';

interface TestPanelProps {
  /** Share of the test set that has been measured; null when it is not being measured. */
  readonly testing: number | null;
  /** Whether there is a network to measure. */
  readonly ready: boolean;
  readonly onTest: () => void;
  readonly onStop: () => void;
  /** The result, once there is one. */
  readonly children: ReactNode;
}

/** How the network does on images that it never learned from: all of them, whenever it is asked. */
export function TestPanel({ testing, ready, onTest, onStop, children }: TestPanelProps) {
  return (
    <section className={styles.panel} aria-label="Test">
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
      {children ?? (
        <p className={styles.note}>
          It is measured at the end of a run and whenever you ask; no image of it is ever learned from, and no
          setting is chosen by it.
        </p>
      )}
    </section>
  );
}
