import { memo } from 'react';
import { t } from '../../../language/language.ts';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import type { TimelineMoment } from '../../../run/contract.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { placeOf } from './place-of.ts';
import styles from './timeline.module.css';

interface TimelineProps {
  /** The moments that are kept of the run, ascending. */
  readonly moments: readonly TimelineMoment[];
  /** Step of the moment that is shown; null for the network of now. */
  readonly shownStep: number | null;
  readonly lastStep: number;
  readonly onShow: (step: number | null) => void;
}

/** A run's kept moments to go back to. The slider goes from moment to moment; its last place is now. */
export const Timeline = memo(function Timeline({ moments, shownStep, lastStep, onShow }: TimelineProps) {
  const now = moments.length;
  const place = placeOf(moments, shownStep);
  const shown = moments[place];
  const words = shown ? momentText(shown) : t`Now, step ${formatCount(lastStep)}`;
  return (
    <div className={styles.timeline} data-testid="timeline" data-step={shown?.step ?? ''}>
      <div className={styles.track}>
        <input
          type="range"
          aria-label={t`Moment of the run`}
          aria-valuetext={words}
          min={0}
          max={Math.max(1, now)}
          step={1}
          value={now === 0 ? 1 : place}
          disabled={now === 0}
          style={{ '--filled': `${now === 0 ? 100 : (100 * place) / now}%` }}
          onChange={(event) => onShow(moments[event.currentTarget.valueAsNumber]?.step ?? null)}
        />
        <div className={styles.ticks} aria-hidden>
          {moments.map(({ step }, at) => (
            <i key={step} style={{ insetInlineStart: `${(100 * at) / now}%` }} />
          ))}
        </div>
      </div>
      <p className={styles.words} translate="no">
        {words}
      </p>
      <Button disabled={!shown} onClick={() => onShow(null)}>
        {t`Now`}
      </Button>
    </div>
  );
});

function momentText({ step, validationAccuracy }: TimelineMoment): string {
  return validationAccuracy === null
    ? t`Step ${formatCount(step)}`
    : t`Step ${formatCount(step)}, validation ${formatPercent(validationAccuracy, 2)}`;
}
