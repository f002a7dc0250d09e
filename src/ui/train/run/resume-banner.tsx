import { formatCount, formatPercent } from '../../../lib/format.ts';
import type { ResumableRun } from '../../../training/run-contract.ts';
import { Button } from '../../controls/button.tsx';
import { formatMoment } from '../words.ts';
import styles from './resume-banner.module.css';

export interface ResumeBannerProps {
  readonly runs: readonly ResumableRun[];
  readonly onResume: (runId: string) => void;
  readonly onExport: (runId: string) => void;
  readonly onDiscard: (runId: string) => void;
}

/** Runs that were left before their end, newest first. */
export function ResumeBanner({ runs, onResume, onExport, onDiscard }: ResumeBannerProps) {
  return (
    <ul className={styles.banner} aria-label="Runs that can go on" data-testid="resumable">
      {runs.map((run) => (
        <li key={run.runId} className={styles.run}>
          <p>Resume {runText(run)}</p>
          <span className={styles.buttons}>
            <Button onClick={() => onResume(run.runId)}>Resume</Button>
            <Button onClick={() => onExport(run.runId)}>Export</Button>
            <Button onClick={() => onDiscard(run.runId)}>Discard</Button>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** "the run of 14:02, step 1,240 of 4,690, 97.9 %". */
function runText({ startedAt, step, totalSteps, validationAccuracy, dataName }: ResumableRun): string {
  const accuracy = validationAccuracy === null ? '' : `, ${formatPercent(validationAccuracy)}`;
  const data = dataName === 'MNIST' ? '' : `, on ${dataName}`;
  return `the run of ${formatMoment(startedAt)}, step ${formatCount(step)} of ${formatCount(totalSteps)}${accuracy}${data}`;
}
