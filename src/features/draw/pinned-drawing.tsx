import { useMemo, useSyncExternalStore } from 'react';
import { t } from '../../language/language.ts';
import type { LearningNetwork } from '../../ui/answering/learning-network.ts';
import { Button } from '../../ui/controls/button.tsx';
import { DigitPicture } from '../../ui/digit-picture/digit-picture.tsx';
import { ProbeAnswers } from '../../ui/probe-answers/probe-answers.tsx';
import styles from './pinned-drawing.module.css';

export interface PinnedDrawingProps {
  readonly learning: LearningNetwork;
  /** 784 bytes: the drawing on the paper as the network is given it; null for an empty paper. */
  readonly digit: Uint8Array | null;
}

/** A drawing that stays while others are drawn, and what the network in training says to it, step by step. */
export function PinnedDrawing({ learning, digit }: PinnedDrawingProps) {
  const pinned = useSyncExternalStore(learning.subscribe, learning.pinned);
  const answers = useMemo(() => ({ subscribe: learning.subscribe, latest: learning.answers }), [learning]);
  return (
    <section className={styles.pinned} aria-label={t`Pinned drawing`} data-testid="pinned-drawing">
      <div className={styles.side}>
        <span className={styles.picture}>
          <DigitPicture digit={pinned} label={t`The pinned drawing`} />
        </span>
        <Button disabled={!digit} onClick={() => digit && learning.pin(digit)}>
          {t`Pin this drawing`}
        </Button>
      </div>
      <ProbeAnswers source={answers} />
    </section>
  );
}
