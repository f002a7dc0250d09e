import { asSentence } from '../../../lib/expect.ts';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import type { ResumableRun } from '../../../run/contract.ts';
import type { DamagedRun } from '../../../storage/records.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { ConfirmButton } from '../../../ui/controls/confirm-button.tsx';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import { formatMoment } from '../../../ui/run-words.ts';
import styles from './resume-banner.module.css';

interface ResumeBannerProps {
  /** Newest first. */
  readonly runs: readonly ResumableRun[];
  /** They can only be deleted. */
  readonly damaged: readonly DamagedRun[];
  readonly onResume: (runId: string) => void;
  readonly onExport: (runId: string) => void;
  readonly onDiscard: (runId: string) => void;
}

/** Runs that were left before their end, and those that came to it: the newest at once, others on demand. */
export function ResumeBanner({ runs, damaged, ...actions }: ResumeBannerProps) {
  const left = runs.filter(({ ended }) => !ended);
  const [newest, ...others] = runs.filter(({ ended }) => ended);
  return (
    <section className={styles.kept} aria-label="Kept runs" data-testid="resumable">
      {left.length > 0 && (
        <ul className={styles.left} aria-label="Unfinished runs">
          {left.map((run) => (
            <Row key={run.runId} run={run} {...actions} />
          ))}
        </ul>
      )}
      {newest && (
        <ul className={styles.ended} aria-label="Finished runs">
          <Row run={newest} {...actions} />
        </ul>
      )}
      {others.length > 0 && (
        <Disclosure summary={others.length === 1 ? '1 earlier one' : `${others.length} earlier ones`}>
          <ul className={styles.ended} aria-label="Finished runs before it">
            {others.map((run) => (
              <Row key={run.runId} run={run} {...actions} />
            ))}
          </ul>
        </Disclosure>
      )}
      {damaged.length > 0 && (
        <ul className={styles.ended} aria-label="Damaged runs">
          {damaged.map(({ runId, reason }) => (
            <li key={runId} className={styles.run} data-testid="damaged-run">
              <p>
                <b>Damaged run.</b> It cannot be opened, only deleted. {asSentence(reason)}
              </p>
              <ConfirmButton
                label="Delete"
                name="the damaged run"
                confirm
                onConfirm={() => actions.onDiscard(runId)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({
  run,
  onResume,
  onExport,
  onDiscard,
}: Omit<ResumeBannerProps, 'runs' | 'damaged'> & { readonly run: ResumableRun }) {
  const { runId, ended } = run;
  const text = runText(run);
  return (
    <li className={styles.run}>
      <p>{ended ? `Finished: ${text}` : `Resume ${text}`}</p>
      <span className={styles.buttons}>
        <Button onClick={() => onResume(runId)}>
          {ended ? 'Show' : 'Resume'}
          <span className="visually-hidden">: {text}</span>
        </Button>
        <Button onClick={() => onExport(runId)}>
          Export<span className="visually-hidden">: {text}</span>
        </Button>
        <ConfirmButton label="Discard" name={text} confirm onConfirm={() => onDiscard(runId)} />
      </span>
    </li>
  );
}

/** "the run of 14:02, step 1,240 of 4,690, 97.9 % of validation images right". */
function runText(run: ResumableRun): string {
  const { startedAt, step, totalSteps, ended, dataName } = run;
  const steps = ended
    ? `${formatCount(step)} steps`
    : `step ${formatCount(step)} of ${formatCount(totalSteps)}`;
  const data = dataName === 'MNIST' ? '' : `, on ${dataName}`;
  return `the run of ${formatMoment(startedAt)}, ${steps}${accuracyText(run)}${data}`;
}

function accuracyText({ validationAccuracy, testAccuracy }: ResumableRun): string {
  if (testAccuracy !== null) return `, ${formatPercent(testAccuracy, 2)} of test images right`;
  return validationAccuracy === null
    ? ''
    : `, ${formatPercent(validationAccuracy)} of validation images right`;
}
