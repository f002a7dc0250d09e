import { useEffect, useRef, useState } from 'react';
import type { SmallRunState } from '../../../lab/explaining/small-run.ts';
import { t } from '../../../language/language.ts';
import { messageOf } from '../../../lib/expect.ts';
import { formatCount, formatPercent, formatValue } from '../../../lib/format.ts';
import { largest } from '../../../lib/lists.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { ProgressBar } from '../../../ui/controls/progress-bar.tsx';
import { KernelStrip } from '../../../ui/kernels/kernel-strip.tsx';
import styles from './instruments.module.css';
import type { TourParts } from './tour-parts.ts';

const runMs = 30_000;
const [width, height, room] = [320, 120, 10];

type CurvePoint = Pick<SmallRunState, 'seconds' | 'accuracy'>;

/** A real network that is trained in the page, from its first step. */
export function RunInstrument({ explainer, reading }: Pick<TourParts, 'explainer' | 'reading'>) {
  const [curve, setCurve] = useState<readonly CurvePoint[]>([]);
  const [last, setLast] = useState<SmallRunState | null>(null);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const seed = useRef(1);
  useEffect(() => () => void explainer.stopSmallRun().catch(() => undefined), [explainer]);

  const start = async () => {
    setCurve([]);
    setLast(null);
    setFailure(null);
    setRunning(true);
    const asked = { digit: reading?.normalisation?.digit ?? null, seed: seed.current++, ms: runMs };
    try {
      await explainer.smallRun(asked, (state) => {
        setLast(state);
        setCurve((before) => [...before, { seconds: state.seconds, accuracy: state.accuracy }]);
      });
    } catch (error) {
      setFailure(messageOf(error));
    }
    setRunning(false);
  };
  const answer = last?.shares ? last.shares.indexOf(largest(last.shares)) : null;
  return (
    <div className={styles.run} data-testid="small-run" data-step={last?.step ?? 0}>
      <div className={styles.buttons}>
        {running ? (
          <Button icon="stop" onClick={() => void explainer.stopSmallRun()}>
            {t`Stop`}
          </Button>
        ) : (
          <Button kind="primary" icon="play" onClick={() => void start()}>
            {curve.length > 0 ? t`Train another` : t`Train for 30 seconds`}
          </Button>
        )}
        <span className={styles.words}>
          {running && last ? t`${Math.max(0, Math.ceil(runMs / 1000 - last.seconds))} s left` : ''}
        </span>
      </div>
      <ProgressBar
        label={t`The run`}
        share={Math.min(1, ((last?.seconds ?? 0) * 1000) / runMs)}
        quiet={!running}
      />
      {failure !== null && <p role="alert">{t`Training failed: ${failure}`}</p>}
      <KernelStrip
        network={last && { architecture: lenet5, parameters: last.parameters }}
        label={t`The six kernels of C1 as they form`}
      />
      <svg
        className={styles.curve}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={last ? t`Accuracy over time, now ${formatPercent(last.accuracy)}` : t`Accuracy over time`}
      >
        <path className={styles.axis} d={`M0 ${height - room}H${width}M0 ${room}H${width}`} />
        <path className={styles.line} d={accuracyPath(curve)} />
      </svg>
      <dl className={styles.numbers} translate="no">
        <div>
          <dt>{t`steps`}</dt>
          <dd>{formatCount(last?.step ?? 0)}</dd>
        </div>
        <div>
          <dt>{t`loss`}</dt>
          <dd>{last ? formatValue(last.loss) : '–'}</dd>
        </div>
        <div>
          <dt>{t`accuracy on 300 new digits`}</dt>
          <dd>{last ? formatPercent(last.accuracy) : '–'}</dd>
        </div>
        <div>
          <dt>{t`your digit, read by this network`}</dt>
          <dd>
            {last?.shares && answer !== null ? `${answer}, ${formatPercent(last.shares[answer] ?? 0)}` : '–'}
          </dd>
        </div>
      </dl>
    </div>
  );
}

/** From 0 at the bottom to all right at the top, over the time of the run. */
function accuracyPath(curve: readonly CurvePoint[]): string {
  return curve
    .map(({ seconds, accuracy }, at) => {
      const x = Math.min(1, (seconds * 1000) / runMs) * width;
      const y = height - room - accuracy * (height - 2 * room);
      return `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
