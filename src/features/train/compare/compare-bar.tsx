import { useStore } from 'zustand/react';
import type { TrainerView } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import { type Pair, type Side, sides } from '../../../run/contract.ts';
import { nothingWritten } from '../../../run/written-share.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { ProgressBar } from '../../../ui/controls/progress-bar.tsx';
import { formatDuration, stateWords } from '../../../ui/run-words.ts';
import { testDigitsText } from '../run/run-text.ts';
import type { TrainModel } from '../train-model.ts';
import styles from './compare-bar.module.css';
import { type CompareModel, type PairState, pairState } from './compare-model.ts';
import { SideMark, sideNames } from './side-mark.tsx';

interface CompareBarProps {
  readonly model: TrainModel;
  readonly compared: CompareModel;
  readonly views: Pair<TrainerView> | null;
}

/** What both runs do, how far each is, and what can be done with them. */
export function CompareBar({ model, compared, views }: CompareBarProps) {
  const { client } = model;
  const state = pairState(views);
  const waits = useStore(client.store, ({ status }) => status.goesOn);
  const start = () => {
    const { pair } = compared.store.getState();
    const data = client.store.getState().data?.name ?? '';
    const refusal = nothingWritten(data, pair.a) ?? nothingWritten(data, pair.b);
    if (refusal) compared.notify(refusal);
    else client.compare(pair);
  };
  const next = {
    idle: { label: t`Start both`, icon: 'play', act: start },
    training: { label: t`Pause`, icon: 'pause', act: client.pauseComparison },
    paused: { label: t`Resume`, icon: 'play', act: client.resumeComparison },
    over: { label: t`New comparison`, icon: 'reset', act: client.closeComparison },
  } as const;
  const { label, icon, act } = next[state];
  const goesOn = state === 'training' || state === 'paused';
  return (
    <section className={styles.bar} aria-label={t`Both runs`}>
      <fieldset className={styles.buttons} aria-label={t`Both runs`}>
        <span className={styles.next}>
          <Button kind="primary" icon={icon} onClick={() => act()}>
            {label}
          </Button>
        </span>
        <Button icon="stop" disabled={!goesOn} onClick={client.stopComparison}>
          {t`Stop both`}
        </Button>
        <Button icon="reset" disabled={state !== 'paused'} onClick={client.closeComparison}>
          {t`Discard`}
        </Button>
      </fieldset>
      <div className={styles.runs}>
        {sides.map((side) => (
          <Progress key={side} side={side} view={views?.[side] ?? null} />
        ))}
      </div>
      <p className={styles.note} data-failed={troubleOf(views) !== null}>
        {troubleOf(views) ?? noteOf(state, waits)}
      </p>
      <p className="visually-hidden" role="status">
        {spokenText(state, views)}
      </p>
    </section>
  );
}

function Progress({ side, view }: { readonly side: Side; readonly view: TrainerView | null }) {
  const status = view?.status;
  const { state = 'idle', step = 0, epoch = 0, imagesPerSecond = null, secondsLeft = null } = status ?? {};
  const text = t`${stateWords[state]}, step ${formatCount(step)} of ${formatCount(status?.totalSteps ?? 0)}`;
  const numbers = [
    { name: t`Epoch`, value: status ? t`${epoch} of ${status.epochs}` : '–' },
    { name: t`Images/s`, value: imagesPerSecond === null ? '–' : formatCount(Math.round(imagesPerSecond)) },
    {
      name: t`Time left`,
      value: secondsLeft === null || state !== 'running' ? '–' : formatDuration(secondsLeft),
    },
    { name: t`Validation`, value: validationText(view) },
  ];
  return (
    <div className={styles.run} data-testid={`run-${side}`} data-state={state} data-step={step}>
      <div className={styles.name}>
        <SideMark side={side} />
        <span translate="no">{stateWords[state]}</span>
      </div>
      <dl className={styles.numbers}>
        {numbers.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd translate="no">{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.progress} data-side={side}>
        <ProgressBar
          label={t`Run ${sideNames[side]}`}
          share={status?.progress ?? 0}
          text={text}
          quiet={state !== 'running'}
        />
      </div>
    </div>
  );
}

function validationText(view: TrainerView | null): string {
  const point = view?.curves?.validation.at(-1);
  return point ? formatPercent(point.accuracy, 2) : '–';
}

function noteOf(state: PairState, waits: boolean): string {
  if (state === 'idle') {
    const shares = t`A and B share the processor and learn from the same images.`;
    return waits ? `${t`Your run on the Train page is paused and saved first.`} ${shares}` : shares;
  }
  if (state === 'over')
    return t`Both runs have ended. Save a network to keep it; a reload discards the rest.`;
  return t`Both runs pause when you leave this page, and a reload discards them.`;
}

/** Why one of the two does not go on; null while nothing is wrong. */
function troubleOf(views: Pair<TrainerView> | null): string | null {
  if (!views) return null;
  const told = sides.flatMap((side) => {
    const { state, message } = views[side].status;
    const isTrouble = message !== null && (state === 'failed' || state === 'paused');
    return isTrouble ? [`${sideNames[side]}: ${message}`] : [];
  });
  const [first, second] = told;
  if (first === undefined) return null;
  // The same fate needs to be told once.
  return second === undefined || first.slice(2) === second.slice(2)
    ? first.slice(second ? 3 : 0)
    : told.join(' ');
}

/** For people who cannot see the page: the state when it changes, and the result, never a step. */
function spokenText(state: PairState, views: Pair<TrainerView> | null): string {
  const words = {
    idle: '',
    training: t`Both runs train`,
    paused: t`Both runs are paused`,
    over: t`Both runs have ended`,
  };
  const results = sides.flatMap((side) => {
    const tested = views?.[side].tested;
    return tested
      ? [
          t`${sideNames[side]}: ${formatPercent(tested.right / tested.total, 2)} of ${testDigitsText(tested)} right`,
        ]
      : [];
  });
  return state === 'over' && results.length > 0 ? `${words.over}. ${results.join(', ')}` : words[state];
}
