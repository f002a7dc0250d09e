import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import type { StoreApi } from 'zustand/vanilla';
import { isEmpty } from '../../digits/drawing/drawing.ts';
import { samples } from '../../digits/samples.ts';
import type { Change } from '../../explain/smallest-change.ts';
import type { Explainer } from '../../lab/explaining/client.ts';
import type { ReaderClient } from '../../lab/reading/client.ts';
import type { Result } from '../../lib/result.ts';
import type { Unit } from '../../network/unit.ts';
import { AnswerPanel } from '../../ui/answer/answer-panel.tsx';
import { AnsweringNetwork } from '../../ui/answering/answering-network.tsx';
import type { AnsweringChoice, KeptNetworks, LearningNetwork } from '../../ui/answering/learning-network.ts';
import { useReader } from '../../ui/answering/use-reader.ts';
import { Button } from '../../ui/controls/button.tsx';
import { Segmented } from '../../ui/controls/segmented.tsx';
import { stateWords } from '../../ui/device/state-text.ts';
import { DrawPad } from '../../ui/draw-pad/draw-pad.tsx';
import { DrawActions, DrawTools } from '../../ui/draw-pad/draw-tools.tsx';
import type { ExplorePlace, ExploreTool } from '../../ui/explore-address.ts';
import type { ActivationSource, LiveFigure } from '../../ui/network/live-figure.ts';
import { NetworkView } from '../../ui/network/network-view.tsx';
import { NoticeBar } from '../../ui/notices/notice-bar.tsx';
import { Part } from '../../ui/part/part.tsx';
import { SampleGallery } from '../../ui/samples/sample-gallery.tsx';
import type { Source } from '../../ui/source.ts';
import { useTheme } from '../../ui/theme.ts';
import { ArithmeticTool } from './arithmetic/arithmetic-tool.tsx';
import { ChangedNetwork } from './changed-network.tsx';
import { copyExploreLink } from './copy-link.ts';
import { DigitMapTool } from './digit-map/digit-map-tool.tsx';
import styles from './explore-page.module.css';
import type { KeptOperation } from './looks/keep-network.tsx';
import { LooksTool } from './looks/looks-tool.tsx';
import type { OperationStore } from './looks/operation.ts';
import type { PaperModel } from './paper-model.ts';
import type { PlaceStore } from './place-store.ts';
import { SuggestedInk } from './suggested-ink.tsx';
import type { Surgery } from './surgery-store.ts';
import { UnitChoice } from './unit-choice.tsx';
import { useFigure } from './use-figure.ts';
import { useArchitecture, useNetwork } from './use-network.ts';
import { useComparable } from './what-if/other-networks.ts';
import { WhatIfTool } from './what-if/what-if-tool.tsx';
import { WhyTool } from './why/why-tool.tsx';

export interface ExplorePageProps {
  readonly store: StoreApi<PaperModel>;
  readonly reader: ReaderClient;
  readonly learning: LearningNetwork;
  readonly kept: KeptNetworks;
  readonly answering: StoreApi<AnsweringChoice>;
  readonly explainer: Explainer;
  /** P floats of the shipped network. */
  readonly shipped: () => Promise<Float32Array>;
  readonly place: PlaceStore;
  /** What surgery has changed, and what it makes of the network that answers. */
  readonly operation: OperationStore;
  readonly surgery: Source<Surgery>;
  /** Saves a changed network, P floats. */
  readonly keep: (parameters: Float32Array, kept: KeptOperation) => Promise<Result>;
}

const tools: readonly { readonly value: ExploreTool; readonly label: string }[] = [
  { value: 'why', label: 'Why' },
  { value: 'arithmetic', label: 'Arithmetic' },
  { value: 'looks', label: 'What it looks for' },
  { value: 'what-if', label: 'What if' },
  { value: 'map', label: 'Map' },
];

/** Whether an instrument is about one unit, which is then chosen above it. */
const isOfUnit = (tool: ExploreTool) => tool === 'arithmetic' || tool === 'looks';

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
      <div className={styles.desk}>
        <div className={styles.side}>
          <section className={styles.paper} aria-label="Paper">
            <div className={styles.pad}>
              <DrawPad store={store} />
              {suggested && <SuggestedInk drawing={drawing} change={suggested} />}
            </div>
            <DrawTools store={store} />
            <DrawActions
              store={store}
              onCopyLink={() => void copyExploreLink(store, places.latest(), changed !== null)}
            />
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
          <Part name="The answer" resetKey={reading}>
            <AnswerPanel
              answer={reading?.answer ?? null}
              revision={reading?.revision ?? null}
              waiting={stateWords[status.state]}
            />
          </Part>
          {status.state === 'failed' && (
            <div role="alert">
              <p>{status.message}</p>
              <Button onClick={() => reader.retry()}>Try again</Button>
            </div>
          )}
        </div>
        <section id={instrumentId} className={styles.instrument} aria-label="Instrument">
          <div className={styles.bar}>
            <Segmented
              label="Instrument"
              options={tools}
              value={place.tool}
              onChange={(tool) => places.go({ tool })}
            />
            <a className={styles.tour} href="#/tour">
              Guided tour
            </a>
          </div>
          {isOfUnit(place.tool) && (
            <UnitChoice
              architecture={architecture}
              unit={place.unit}
              onUnit={(unit) => places.go({ unit })}
            />
          )}
          <Part name="The instrument" resetKey={place}>
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
        <Part name="The picture of the network">
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

interface InstrumentProps extends ExplorePageProps {
  readonly figure: LiveFigure;
  readonly source: ActivationSource;
  readonly tool: ExplorePlace;
  readonly onUnit: (unit: Unit) => void;
  readonly onSuggest: (change: Change | null) => void;
}

function Instrument(props: InstrumentProps) {
  const { store, reader, explainer, place, figure, tool, operation, surgery, keep, onUnit, onSuggest } =
    props;
  const { base, changed } = useSyncExternalStore(surgery.subscribe, surgery.latest);
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  const theme = useTheme();
  const network = useNetwork(reader);
  const drawing = useStore(store, (state) => state.drawing);
  const { answering, others } = useComparable(props.kept, props.answering, props.shipped);
  if (tool.tool === 'arithmetic')
    return (
      <ArithmeticTool
        figure={figure}
        theme={theme}
        parameters={network?.parameters ?? null}
        unit={tool.unit}
        onUnit={onUnit}
        answered={reading?.answer.kind === 'digit'}
      />
    );
  if (tool.tool === 'map')
    return <DigitMapTool network={network} source={props.source} explainer={explainer} theme={theme} />;
  if (tool.tool === 'looks')
    return (
      <LooksTool
        network={base}
        unit={tool.unit}
        explainer={explainer}
        operation={operation}
        changed={changed}
        keep={keep}
      />
    );
  const dot = reading?.answer.kind === 'none' && reading.answer.reason === 'dot';
  if (!reading?.normalisation || !network || dot)
    return (
      <div className={styles.empty}>
        <p>{dot && 'Too little ink to explain. '}Draw a digit on the paper, or take one of these.</p>
        <SampleGallery samples={samples} onPick={store.getState().load} />
      </div>
    );
  if (tool.tool === 'what-if') {
    const { normalisation } = reading;
    const name = changed ? `${answering}, changed` : answering;
    return <WhatIfTool {...{ network, name, drawing, reading, normalisation, explainer, others }} />;
  }
  return (
    <WhyTool
      network={network}
      explainer={explainer}
      store={store}
      drawing={drawing}
      reading={reading}
      theme={theme}
      place={tool}
      go={place.go}
      onUnit={onUnit}
      onSuggest={onSuggest}
    />
  );
}
