import { useEffect, useState } from 'react';
import { useStore } from 'zustand/react';
import type { TrainerView } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import { type Pair, sides } from '../../../run/contract.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { copyText } from '../../../ui/copy-text.ts';
import { NoticeBar } from '../../../ui/notices/notice-bar.tsx';
import { PageTitle } from '../../../ui/page/page-title.tsx';
import { Part } from '../../../ui/part/part.tsx';
import { Probe } from '../network/network-section.tsx';
import type { TrainModel } from '../train-model.ts';
import { CompareBar } from './compare-bar.tsx';
import { CompareCurves } from './compare-curves.tsx';
import { type CompareModel, createCompareModel, pairState } from './compare-model.ts';
import styles from './compare-page.module.css';
import { PairSettings } from './pair-settings.tsx';
import { PairTable } from './pair-table.tsx';
import { PairedResult } from './paired-result.tsx';
import { SidePicture } from './side-picture.tsx';

/** What was chosen is there again when one comes back. */
const models = new WeakMap<TrainModel, CompareModel>();

function modelOf(model: TrainModel): CompareModel {
  const known = models.get(model) ?? createCompareModel(model, window);
  models.set(model, known);
  return known;
}

/** Two runs side by side: started together on the same images, watched together, and measured against each other. */
export function ComparePage({ model }: { readonly model: TrainModel }) {
  const { client } = model;
  const compared = modelOf(model);
  const views = useRestingViews(model);
  const state = pairState(views);
  useEffect(() => {
    compared.follow();
    const leaving = new AbortController();
    window.addEventListener('hashchange', compared.follow, { signal: leaving.signal });
    return () => leaving.abort();
  }, [compared]);
  // They would go on unseen, and keep the processor from whatever comes next.
  useEffect(
    () => () => {
      if (pairState(client.comparison.getState().views) === 'training') client.pauseComparison();
    },
    [client],
  );
  return (
    <main className={styles.page} data-testid="comparison" data-state={state}>
      <header className={styles.head}>
        <PageTitle>{t`Compare two runs`}</PageTitle>
        <a href="#/train">{t`Back to one run`}</a>
        <span className={styles.link}>
          <Button icon="link" onClick={() => void copyLink(compared)}>
            {t`Copy link`}
          </Button>
        </span>
      </header>
      <Part name={t`The controls of both runs`}>
        <CompareBar model={model} compared={compared} views={views} />
      </Part>
      <Part name={t`The settings of both runs`}>
        {views ? <PairTable views={views} /> : <PairSettings model={model} compared={compared} />}
      </Part>
      {views && (
        <>
          <Part name={t`The curves of both runs`}>
            <CompareCurves client={client} />
          </Part>
          <Part name={t`The result of both runs`}>
            <PairedResult model={model} views={views} />
          </Part>
          <section className={styles.networks} aria-labelledby="networks-title">
            <h2 id="networks-title">{t`Both networks read the same digit`}</h2>
            <div className={styles.sides}>
              {sides.map((side) => (
                <SidePicture key={side} side={side} view={views[side]} model={model} pair={pairOf(views)} />
              ))}
            </div>
            <Probe model={model} />
          </section>
        </>
      )}
      <Notices model={model} compared={compared} />
    </main>
  );
}

function pairOf({ a, b }: Pair<TrainerView>) {
  return { a: a.status.settings, b: b.status.settings };
}

async function copyLink({ notify }: CompareModel): Promise<void> {
  const copied = await copyText(window.location.href);
  notify(
    copied ? t`Link copied.` : t`Copying is blocked by this browser. Copy the link from the address bar.`,
  );
}

const restMs = 200;

/** Both runs as they are, a few times a second: they report some twenty times as often. */
function useRestingViews({ client: { comparison } }: TrainModel): Pair<TrainerView> | null {
  const [views, setViews] = useState(() => comparison.getState().views);
  useEffect(() => {
    let resting: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      resting = undefined;
      setViews(comparison.getState().views);
    };
    const stop = comparison.subscribe(({ views: now }, { views: before }) => {
      // What a person has just done is seen at once.
      if (pairState(now) !== pairState(before)) show();
      else resting ??= setTimeout(show, restMs);
    });
    show();
    return () => {
      stop();
      clearTimeout(resting);
    };
  }, [comparison]);
  return views;
}

function Notices({ model, compared }: { readonly model: TrainModel; readonly compared: CompareModel }) {
  const own = useStore(compared.store, ({ notice }) => notice);
  const told = useStore(model.client.store, ({ notice }) => notice);
  const onDismiss = own === null ? model.client.dismissNotice : () => compared.notify(null);
  return <NoticeBar text={own ?? told} onDismiss={onDismiss} />;
}
