import { type ReactNode, useEffect, useRef } from 'react';
import { deviceBeside, engineLabel, engineNamed } from '../../../engines/lookup.ts';
import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { formatCount } from '../../../lib/format.ts';
import type { RunStatus, TestResult } from '../../../run/contract.ts';
import type { EngineChoice } from '../../../storage/engine-choice.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import type { IconName } from '../../../ui/controls/icon.tsx';
import { ProgressBar } from '../../../ui/controls/progress-bar.tsx';
import { tx } from '../../../ui/page/tx.ts';
import { formatDuration, formatMoment, stateWords } from '../../../ui/run-words.ts';
import { canDo, nextAction, type RunAction, type RunActions } from './run-actions.ts';
import styles from './run-bar.module.css';
import { isTrouble, rateText, resultOf, resultWords, spokenText } from './run-text.ts';

interface RunBarProps {
  readonly status: RunStatus;
  readonly actions: RunActions;
  /** What Auto found on this device; null while it has not been timed. */
  readonly auto: EngineChoice | null;
  /** The test set as it was last measured. */
  readonly tested?: TestResult | null;
  /** Of the last whole epoch, to be heard. */
  readonly epochWords?: string;
  readonly onResult?: () => void;
  /** What else there is to do, at the end of what the run says. */
  readonly also?: ReactNode;
  /** Told when the button to start is pointed at or focused, and when it no longer is. */
  readonly onStartSoon?: ((soon: boolean) => void) | undefined;
}

const buttons: Readonly<Record<RunAction, { readonly label: string; readonly icon: IconName }>> = {
  start: { label: t`Start`, icon: 'play' },
  pause: { label: t`Pause`, icon: 'pause' },
  resume: { label: t`Resume`, icon: 'play' },
  step: { label: t`Step`, icon: 'step' },
  stop: { label: t`Stop`, icon: 'stop' },
  reset: { label: t`Reset`, icon: 'reset' },
};

const newRun = t`New run`;
const firstLabels = [newRun, buttons.start.label, buttons.pause.label, buttons.resume.label];

/** What the run does, how far it is, and what can be done with it. */
export function RunBar(props: RunBarProps) {
  const { status, actions, auto, tested = null, epochWords = '', onResult, also, onStartSoon } = props;
  const { state, progress } = status;
  const result = resultOf(status, tested);
  const done = t`${stateWords[state]}, step ${formatCount(status.step)} of ${formatCount(status.totalSteps)}`;
  return (
    <section className={styles.bar} aria-label={t`Run`}>
      <h2 className="visually-hidden">{t`Run`}</h2>
      <div className={styles.top}>
        <RunButtons status={status} actions={actions} onStartSoon={onStartSoon} />
        <RunNumbers status={status} />
      </div>
      <ProgressBar label={t`Training`} share={progress} text={done} quiet={state !== 'running'} />
      <div className={styles.foot}>
        <p className={styles.message} data-failed={isTrouble(status)}>
          {result ? (
            <>
              <b>{resultWords(result)}</b>{' '}
              <button type="button" className={styles.details} onClick={onResult}>
                {result.right < result.total ? t`See the mistakes` : t`See the result`}
              </button>{' '}
              {t`Your next run will show this one as dashed lines.`}
            </>
          ) : (
            (status.message ?? restingText(status))
          )}{' '}
          {also}
        </p>
        <EngineWhy status={status} auto={auto} />
      </div>
      <p className="visually-hidden" role="status">
        {spokenText(status, epochWords, result)}
      </p>
    </section>
  );
}

type RunButtonsProps = Pick<RunBarProps, 'status' | 'actions' | 'onStartSoon'>;

function RunButtons({ status, actions, onStartSoon }: RunButtonsProps) {
  const next = nextAction(status);
  const others = ['step', 'stop', 'reset'] as const;
  const first = useRef<HTMLSpanElement>(null);
  useEffect(() => listenFor(first.current, onStartSoon), [onStartSoon]);
  return (
    <fieldset className={styles.buttons} aria-label={t`Run`}>
      <span ref={first} className={styles.next}>
        <Button kind="primary" icon={buttons[next].icon} onClick={actions[next]}>
          {next === 'start' && status.state === 'finished' ? newRun : buttons[next].label}
        </Button>
        <span className={styles.longest} aria-hidden="true">
          {firstLabels.map((label) => (
            <span key={label}>{label}</span>
          ))}
        </span>
      </span>
      {others.map((action) => (
        <Button
          key={action}
          icon={buttons[action].icon}
          disabled={!canDo(status, action)}
          onClick={actions[action]}
        >
          {buttons[action].label}
        </Button>
      ))}
    </fieldset>
  );
}

/** @returns how to stop */
function listenFor(element: HTMLElement | null, onSoon: RunBarProps['onStartSoon']): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  for (const event of ['pointerenter', 'focusin']) {
    element?.addEventListener(event, () => onSoon?.(true), { signal });
  }
  for (const event of ['pointerleave', 'focusout']) {
    element?.addEventListener(event, () => onSoon?.(false), { signal });
  }
  return () => stop.abort();
}

/** The figures of the run; each keeps its place and width while it changes. */
function RunNumbers({ status }: { readonly status: RunStatus }) {
  const { state, step, totalSteps, epoch, epochs, imagesPerSecond, secondsLeft } = status;
  const numbers = [
    {
      id: 'Step',
      name: t`Step`,
      value: formatCount(step),
      of: totalSteps > 0 ? formatCount(totalSteps) : null,
    },
    { id: 'Epoch', name: t`Epoch`, value: String(epoch), of: String(epochs) },
    {
      id: 'Images/s',
      name: t`Images/s`,
      value: imagesPerSecond === null ? '–' : formatCount(Math.round(imagesPerSecond)),
    },
    { id: 'Time left', name: t`Time left`, value: secondsLeft === null ? '–' : formatDuration(secondsLeft) },
    { id: 'Learning rate', name: t`Learning rate`, value: rateText(status) },
  ];
  return (
    <dl
      className={styles.numbers}
      data-testid="training-state"
      data-state={state}
      data-step={step}
      data-epoch={epoch}
      data-engine={status.engine?.kind ?? ''}
      data-images-per-second={imagesPerSecond === null ? '' : Math.round(imagesPerSecond)}
    >
      <div className={styles.number} data-name="State">
        <dt>{t`State`}</dt>
        <dd translate="no">
          <span className={styles.light} data-state={state} aria-hidden="true" />
          {stateWords[state]}
        </dd>
      </div>
      {numbers.map(({ id, name, value, of }) => (
        <div key={id} className={styles.number} data-name={id}>
          <dt>{name}</dt>
          <dd translate="no">
            {value}
            {of && <span className={styles.of}> {t`of ${of}`}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Which engine trains, or will, and in full why, when it is asked for. */
function EngineWhy({ status, auto }: Pick<RunBarProps, 'status' | 'auto'>) {
  const { engine, savedAt, settings } = status;
  const fastest = settings.engine === 'auto' ? engineNamed(auto?.kind)?.label : undefined;
  const label = engine ? engineLabel(engine.kind) : fastest;
  return (
    <div className={styles.engine}>
      {label ? (
        <Disclosure
          summary={
            <span>
              {engine ? (
                <>
                  <b>{label}</b> {deviceBeside(engine.kind, engine.device)}
                </>
              ) : (
                tx`${<b>{label}</b>} is the fastest here`
              )}
            </span>
          }
        >
          <p className={styles.why}>{engine?.why ?? auto?.why}</p>
        </Disclosure>
      ) : (
        <span className={styles.none}>
          {settings.engine === 'auto'
            ? t`The engine is chosen when a run starts.`
            : t`${engineLabel(settings.engine)} was chosen in the settings.`}
        </span>
      )}
      <span className={styles.saved}>{savedAt !== null && t`Saved ${formatMoment(savedAt)}`}</span>
    </div>
  );
}

function restingText({ state, settings, origin, mixing }: RunStatus): string {
  const { epochs } = settings;
  switch (state) {
    case 'idle':
      return origin
        ? plural(
            epochs,
          )`From its weights, ${epochs} epoch: press Start. | From its weights, ${epochs} epochs: press Start.`
        : plural(
            epochs,
          )`A new network, ${epochs} epoch: press Start. | A new network, ${epochs} epochs: press Start.`;
    case 'paused':
      return t`Paused and saved. Resume now or whenever you like.`;
    case 'finished':
      return t`Run finished. Your next run will show this one as dashed lines.`;
    default:
      return mixing ?? '';
  }
}
