import { useStore } from 'zustand/react';
import type { OwnDigit } from '../../digits/own/own-digits.ts';
import { t } from '../../language/language.ts';
import { withArticle } from '../../lib/format.ts';
import { Button } from '../../ui/controls/button.tsx';
import { ProgressBar } from '../../ui/controls/progress-bar.tsx';
import { tx } from '../../ui/page/tx.ts';
import { formatDuration } from '../../ui/run-words.ts';
import { type LearnModel, type LearnState, usableOf } from './learn-model.ts';
import styles from './learn-panel.module.css';
import { LearnResult } from './learn-result.tsx';
import { counted } from './own-digits-model.ts';

interface LearnPanelProps {
  readonly digits: readonly OwnDigit[];
  readonly model: LearnModel;
}

/** Lets the network that answers learn one's own digits: begin, watch, compare, keep or discard. */
export function LearnPanel({ digits, model }: LearnPanelProps) {
  const state = useStore(model.store);
  return (
    <aside
      className={styles.panel}
      aria-label={t`Learn my digits`}
      data-testid="learn"
      data-state={state.state}
    >
      <h2>{t`Learn my digits`}</h2>
      <Body state={state} digits={digits} model={model} />
    </aside>
  );
}

function Body({ state, digits, model }: LearnPanelProps & { readonly state: LearnState }) {
  switch (state.state) {
    case 'idle':
      return <Beginning digits={digits} model={model} />;
    case 'failed':
      return (
        <>
          <p className={styles.trouble} role="alert">
            {state.reason}
          </p>
          <Beginning digits={digits} model={model} />
        </>
      );
    case 'learning': {
      const { doing, done, secondsLeft } = state.progress;
      return (
        <>
          <p className={styles.doing}>
            <span role="status">{doing}</span>
            <span className={styles.left}>
              {secondsLeft === null ? '' : t`${formatDuration(secondsLeft)} left`}
            </span>
          </p>
          <ProgressBar label={t`Learning`} share={done} />
          <div className={styles.buttons}>
            <Button icon="stop" onClick={model.stop}>
              {t`Stop`}
            </Button>
          </div>
        </>
      );
    }
    case 'learnt':
      return <LearnResult state={state} onKeep={() => void model.keep()} onDiscard={model.discard} />;
    case 'kept':
      return (
        <>
          <p className={styles.note} role="status">
            {tx`Saved as “${state.name}”. It now answers on the ${<a href="#/">{t`Draw page`}</a>}. You can switch back to the network before it above the answer.`}
          </p>
          <Beginning digits={digits} model={model} again />
        </>
      );
  }
}

function Beginning({ digits, model, again = false }: LearnPanelProps & { readonly again?: boolean }) {
  const { usable } = usableOf(digits);
  return (
    <>
      {!again && (
        <p className={styles.note}>
          {t`The network that answers on the Draw page learns your digits in a few seconds, mixed with other handwriting. You see what it gains and loses before you save it.`}
        </p>
      )}
      <div className={styles.buttons}>
        <Button
          kind={again || usable.length === 0 ? 'plain' : 'primary'}
          disabled={usable.length === 0}
          onClick={() => void model.start(digits)}
        >
          {again ? t`Learn again` : t`Learn my digits`}
        </Button>
        <span className={styles.note}>{whatFor(digits, usable)}</span>
      </div>
    </>
  );
}

function whatFor(digits: readonly OwnDigit[], usable: readonly OwnDigit[]): string {
  if (digits.length === 0) return t`There are none yet.`;
  if (usable.length === 0) return t`All your digits have conflicting labels.`;
  const labels = new Set(usable.map(({ label }) => label)).size;
  return labels === 1
    ? t`${counted(usable.length)}, all ${withArticle(usable[0]?.label ?? 0)}`
    : counted(usable.length);
}
