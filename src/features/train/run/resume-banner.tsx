import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { asSentence } from '../../../lib/expect.ts';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import type { ResumableRun } from '../../../run/contract.ts';
import type { DamagedRun } from '../../../storage/records.ts';
import { dataTitle } from '../../../storage/stored-titles.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { ConfirmButton } from '../../../ui/controls/confirm-button.tsx';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import { tx } from '../../../ui/page/tx.ts';
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
    <section className={styles.kept} aria-label={t`Kept runs`} data-testid="resumable">
      {left.length > 0 && (
        <ul className={styles.left} aria-label={t`Unfinished runs`}>
          {left.map((run) => (
            <Row key={run.runId} run={run} {...actions} />
          ))}
        </ul>
      )}
      {newest && (
        <ul className={styles.ended} aria-label={t`Finished runs`}>
          <Row run={newest} {...actions} />
        </ul>
      )}
      {others.length > 0 && (
        <Disclosure
          summary={plural(others.length)`${others.length} earlier one | ${others.length} earlier ones`}
        >
          <ul className={styles.ended} aria-label={t`Finished runs before it`}>
            {others.map((run) => (
              <Row key={run.runId} run={run} {...actions} />
            ))}
          </ul>
        </Disclosure>
      )}
      {damaged.length > 0 && (
        <ul className={styles.ended} aria-label={t`Damaged runs`}>
          {damaged.map(({ runId, reason }) => (
            <li key={runId} className={styles.run} data-testid="damaged-run">
              <p>
                {tx`${<b>{t`Damaged run.`}</b>} This run cannot be opened, only deleted. ${asSentence(reason)}`}
              </p>
              <ConfirmButton
                label={t`Delete`}
                name={t`the damaged run`}
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
      <p>{ended ? t`Finished: ${text}` : t`Resume ${text}`}</p>
      <span className={styles.buttons}>
        <Button onClick={() => onResume(runId)}>
          {ended ? t`Show` : t`Resume`}
          <span className="visually-hidden">: {text}</span>
        </Button>
        <Button onClick={() => onExport(runId)}>
          {t`Export`}
          <span className="visually-hidden">: {text}</span>
        </Button>
        <ConfirmButton label={t`Discard`} name={text} confirm onConfirm={() => onDiscard(runId)} />
      </span>
    </li>
  );
}

/** "the run of 14:02, step 1,240 of 4,690, 97.9 % of validation images right". */
function runText(run: ResumableRun): string {
  const { startedAt, step, totalSteps, ended, dataName } = run;
  const facts = [
    t`the run of ${formatMoment(startedAt)}`,
    ended
      ? plural(step)`${formatCount(step)} step | ${formatCount(step)} steps`
      : t`step ${formatCount(step)} of ${formatCount(totalSteps)}`,
    accuracyText(run),
    dataName === 'MNIST' ? null : t`on ${dataTitle(dataName)}`,
  ];
  return facts.filter((fact) => fact !== null).join(', ');
}

function accuracyText({ validationAccuracy, testAccuracy }: ResumableRun): string | null {
  if (testAccuracy !== null) return t`${formatPercent(testAccuracy, 2)} of test images right`;
  return validationAccuracy === null
    ? null
    : t`${formatPercent(validationAccuracy)} of validation images right`;
}
