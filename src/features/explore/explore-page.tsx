import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import { isEmpty } from '../../digits/drawing/drawing.ts';
import type { Change } from '../../explain/smallest-change.ts';
import { t } from '../../language/language.ts';
import type { Unit } from '../../network/unit.ts';
import { AnswerPanel } from '../../ui/answer/answer-panel.tsx';
import { AnsweringNetwork } from '../../ui/answering/answering-network.tsx';
import { useReader } from '../../ui/answering/use-reader.ts';
import { Button } from '../../ui/controls/button.tsx';
import { Segmented } from '../../ui/controls/segmented.tsx';
import { stateWords } from '../../ui/device/state-text.ts';
import { DrawPad } from '../../ui/draw-pad/draw-pad.tsx';
import { DrawActions, DrawTools } from '../../ui/draw-pad/draw-tools.tsx';
import { NumberNote } from '../../ui/draw-pad/number-note.tsx';
import type { ExploreTool } from '../../ui/explore-address.ts';
import { NetworkView } from '../../ui/network/network-view.tsx';
import { NoticeBar } from '../../ui/notices/notice-bar.tsx';
import { PageHead } from '../../ui/page/page-head.tsx';
import { pageWords } from '../../ui/page/page-words.ts';
import { Part } from '../../ui/part/part.tsx';
import { ChangedNetwork } from './changed-network.tsx';
import { copyExploreEmbed, copyExploreLink } from './copy-link.ts';
import styles from './explore-page.module.css';
import { type ExplorePageProps, isEmbeddable, isOfUnit } from './explore-props.ts';
import { Instrument } from './instrument.tsx';
import { SuggestedInk } from './suggested-ink.tsx';
import { UnitChoice } from './unit-choice.tsx';
import { useFigure } from './use-figure.ts';
import { useArchitecture } from './use-network.ts';

const tools: readonly { readonly value: ExploreTool; readonly label: string }[] = [
  { value: 'why', label: t`Why` },
  { value: 'arithmetic', label: t`Arithmetic` },
  { value: 'looks', label: t`What it looks for` },
  { value: 'what-if', label: t`What if` },
  { value: 'map', label: t`Map` },
];

/** Why the network answers as it does, for the drawing on the paper and the network that answers. */
export function ExplorePage(props: ExplorePageProps) {
  const { store, reader, learning, kept, answering, place: places, operation, surgery } = props;
  const status = useSyncExternalStore(reader.subscribe, reader.status);
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  const place = useSyncExternalStore(places.subscribe, places.latest);
  const { changed, instead } = useSyncExternalStore(surgery.subscribe, surgery.latest);
  const architecture = useArchitecture(reader);
  const { drawing, notice, dismissNotice } = useStore(store);
  const activations = useReader(reader, store);
  const figure = useFigure(architecture, activations);
  const seen = useRef(false);
  const [suggested, setSuggested] = useState<Change | null>(null);
  const parameters = status.state === 'ready' ? status.parameters : null;

  const blank = isEmpty(drawing);
  // The two digits were asked about for a drawing that is gone.
  useEffect(() => {
    if (blank && seen.current) places.go({ digit: null, rival: null });
    seen.current ||= !blank;
  }, [blank, places]);
  useEffect(() => reader.start(), [reader]);
  useEffect(() => {
    const leaving = new AbortController();
    places.follow(leaving.signal);
    return () => leaving.abort();
  }, [places]);
  const chooseUnit = useCallback(
    (unit: Unit) => {
      const { tool } = places.latest();
      places.go({ unit, tool: isOfUnit(tool) ? tool : 'arithmetic' });
      document.getElementById(instrumentId)?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
    },
    [places],
  );

  return (
    <main className={styles.page}>
      <PageHead {...pageWords.explore()} />
      <div className={styles.desk}>
        <div className={styles.side}>
          <section className={styles.paper} aria-label={t`Paper`}>
            <div className={styles.pad}>
              <DrawPad store={store} />
              {suggested && <SuggestedInk drawing={drawing} change={suggested} />}
            </div>
            <DrawTools store={store} />
            <DrawActions
              store={store}
              onCopyLink={() => void copyExploreLink(store, places.latest(), changed !== null)}
              {...(isEmbeddable(place.tool) && {
                onCopyEmbed: () => void copyExploreEmbed(store, places.latest()),
              })}
            />
            <NumberNote store={store} />
          </section>
          <AnsweringNetwork
            reader={reader}
            learning={learning}
            kept={kept}
            choice={answering}
            instead={instead}
            onTrouble={store.getState().notify}
          />
          {changed && <ChangedNetwork architecture={architecture} operation={operation} />}
          <Part name={t`The answer`} resetKey={reading}>
            <AnswerPanel
              answer={reading?.answer ?? null}
              revision={reading?.revision ?? null}
              waiting={stateWords[status.state]}
            />
          </Part>
          {status.state === 'failed' && (
            <div role="alert">
              <p>{status.message}</p>
              <Button onClick={() => reader.retry()}>{t`Try again`}</Button>
            </div>
          )}
        </div>
        <section id={instrumentId} className={styles.instrument} aria-label={t`Instrument`}>
          <div className={styles.bar}>
            <Segmented
              label={t`Instrument`}
              options={tools}
              value={place.tool}
              onChange={(tool) => places.go({ tool })}
            />
            <a className={styles.tour} href="#/tour">
              {t`Guided tour`}
            </a>
          </div>
          {isOfUnit(place.tool) && (
            <UnitChoice
              architecture={architecture}
              unit={place.unit}
              onUnit={(unit) => places.go({ unit })}
            />
          )}
          <Part name={t`The instrument`} resetKey={place}>
            <Instrument
              {...props}
              figure={figure}
              source={activations}
              tool={place}
              onUnit={chooseUnit}
              onSuggest={setSuggested}
            />
          </Part>
        </section>
      </div>
      <div className={styles.network}>
        <Part name={t`The picture of the network`}>
          <NetworkView
            architecture={architecture}
            source={activations}
            parameters={parameters}
            refusal={reading?.answer.kind === 'none' ? reading.answer.reason : null}
            {...(isOfUnit(place.tool) && { chosen: place.unit })}
            onChoose={chooseUnit}
          />
        </Part>
      </div>
      <NoticeBar text={notice} onDismiss={dismissNotice} />
    </main>
  );
}

const instrumentId = 'instrument';
