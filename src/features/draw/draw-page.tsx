import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useStore } from 'zustand/react';
import type { StoreApi } from 'zustand/vanilla';
import { candidatesOf } from '../../digits/candidates.ts';
import { widePaper } from '../../digits/drawing/drawing.ts';
import { sampleCount } from '../../digits/sample-count.ts';
import type { ReaderClient } from '../../lab/reading/client.ts';
import { t } from '../../language/language.ts';
import { AnswerPanel } from '../../ui/answer/answer-panel.tsx';
import { AnsweringRoom } from '../../ui/answering/answering-room.tsx';
import type { AnsweringChoice, KeptNetworks, LearningNetwork } from '../../ui/answering/learning-network.ts';
import { useReader } from '../../ui/answering/use-reader.ts';
import { Button } from '../../ui/controls/button.tsx';
import { stateWords } from '../../ui/device/state-text.ts';
import { DrawPad } from '../../ui/draw-pad/draw-pad.tsx';
import { exploreAddress } from '../../ui/explore-address.ts';
import { NoticeBar } from '../../ui/notices/notice-bar.tsx';
import { loadable } from '../../ui/part/loadable.ts';
import { Part } from '../../ui/part/part.tsx';
import { SampleRoom } from '../../ui/samples/sample-room.tsx';
import { useFilesDrop } from '../../ui/use-files-drop.ts';
import styles from './draw-page.module.css';
import { DrawPaper, digitPromise } from './draw-paper.tsx';
import { copyLink, withFiles } from './drawing-actions.ts';
import type { DrawingStore } from './drawing-store.ts';
import { useInvitation } from './invitation/use-invitation.ts';
import { KeepRoom } from './keep-room.tsx';
import { useNumber } from './number/use-number.ts';
import type { OwnDigits } from './own-digits.ts';
import { NormalisationStrip } from './strip/normalisation-strip.tsx';

const NetworkView = loadable(async () => (await import('../../ui/network/network-view.tsx')).NetworkView);
const MiniFigure = loadable(async () => (await import('../../ui/network/mini-figure.tsx')).MiniFigure);
const NumberPanel = loadable(async () => (await import('./number/number-panel.tsx')).NumberPanel);
const NumberWays = loadable(async () => (await import('./number/number-ways.tsx')).NumberWays);
const AnsweringNetwork = loadable(
  async () => (await import('../../ui/answering/answering-network.tsx')).AnsweringNetwork,
);
const KeepDigit = loadable(async () => (await import('./keep-digit.tsx')).KeepDigit);
const CutMarks = loadable(async () => (await import('./number/cut-marks.tsx')).CutMarks);
const PinnedDrawing = loadable(async () => (await import('./pinned-drawing.tsx')).PinnedDrawing);
const Worksheet = loadable(async () => (await import('./worksheet/worksheet.tsx')).Worksheet);
const SamplePart = loadable(async () => (await import('./sample-part.tsx')).SamplePart);

const sampleRoom = <SampleRoom count={sampleCount} />;

interface DrawPageProps {
  readonly store: DrawingStore;
  readonly reader: ReaderClient;
  readonly learning: LearningNetwork;
  readonly kept: KeptNetworks;
  readonly answering: StoreApi<AnsweringChoice>;
  readonly own: OwnDigits;
  /** Whether an example is to draw itself: asked once there are answers. */
  readonly invite: () => boolean;
}

/** Draw a digit, or write a number, and see the network read it, with all its layers. */
export function DrawPage({ store, reader, learning, kept, answering, own, invite }: DrawPageProps) {
  const status = useSyncExternalStore(reader.subscribe, reader.status);
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  const architecture = useSyncExternalStore(reader.subscribe, reader.architecture);
  const { drawing: onPaper, gesture, example, notice, dismissNotice, paper, choosePaper } = useStore(store);
  const isNumber = paper === 'number';
  const number = useNumber(reader, store, isNumber);
  // Of a number, the page shows one digit as if it were alone.
  const drawing = isNumber ? number.ink : onPaper;
  const said = useStore(own.store, (state) => state.notice);
  const learns = useSyncExternalStore(learning.subscribe, () => learning.latest() !== null);
  const watched = useStore(answering, ({ by }) => by === 'training') && learns;
  const answer = reading?.answer ?? null;
  const offers = candidatesOf(answer) !== null;
  // All of one's own digits are looked through, so only where it is shown.
  const keptAs = useStore(own.store, () => (offers ? (own.keptAs(drawing)?.label ?? null) : null));
  const refusal = answer?.kind === 'none' ? answer.reason : null;
  const parameters = status.state === 'ready' ? status.parameters : null;
  const activations = useReader(reader, store);
  const actions = useMemo(
    () => ({
      onSavePng: () => void withFiles(store, ({ savePng }) => savePng(store)),
      onCopyLink: () => void copyLink(store),
      onCopyEmbed: () => void withFiles(store, ({ copyFigure }) => copyFigure(store)),
      onOpenPicture: (file: File) => void withFiles(store, ({ openPicture }) => openPicture(store, file)),
    }),
    [store],
  );
  const onFiles = useCallback(([file]: readonly File[]) => file && actions.onOpenPicture(file), [actions]);
  const held = useFilesDrop(onFiles);
  const figure = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => store.getState().bringNumber(), [store]);
  const painted = useAfterPaint(reader.start);
  useInvitation(store, answer !== null, invite);

  return (
    <main className={styles.page}>
      <h1 className="visually-hidden">{t`Draw a digit`}</h1>
      <div className={styles.desk} data-paper={paper}>
        <DrawPaper
          store={store}
          paper={paper}
          onChoosePaper={choosePaper}
          actions={actions}
          beside={
            painted && (
              <Part name={t`The picture of the network`}>
                <MiniFigure architecture={architecture} source={activations} figure={figure} />
              </Part>
            )
          }
        >
          {isNumber ? (
            <DrawPad
              store={store}
              label={t`Wide paper`}
              hint={t`Write a number`}
              pictureHeld={held}
              view={widePaper}
              marks={<Part name={t`The cut marks`}>{number.number && <CutMarks {...number.number} />}</Part>}
            />
          ) : (
            <DrawPad
              store={store}
              promise={digitPromise()}
              pictureHeld={held}
              invitation={example === 'whole' ? t`Your turn: draw a digit over it` : ''}
            />
          )}
        </DrawPaper>
        <div className={styles.answer}>
          <h2 className="visually-hidden">{t`Answer`}</h2>
          <Part name={t`The network that answers`} waiting={<AnsweringRoom />}>
            <AnsweringNetwork
              reader={reader}
              learning={learning}
              kept={kept}
              choice={answering}
              onTrouble={store.getState().notify}
            />
          </Part>
          {isNumber ? (
            <Part
              name={t`The number`}
              resetKey={number.number}
              waiting={<div className={styles.numberRoom} />}
            >
              <NumberPanel {...number} waiting={stateWords[status.state]} />
            </Part>
          ) : (
            <Part name={t`The answer`} resetKey={reading}>
              <AnswerPanel
                answer={answer}
                revision={reading?.revision ?? null}
                waiting={stateWords[status.state]}
                whyHref={exploreAddress({ tool: 'why' })}
                choice={{ chosen: keptAs, onChoose: (digit) => void own.keep(drawing, digit) }}
              />
            </Part>
          )}
          <Part name={t`The row for keeping digits`} resetKey={drawing} waiting={<KeepRoom />}>
            <KeepDigit own={own} drawing={drawing} answer={answer} marked={isNumber} />
          </Part>
          {status.state === 'failed' && (
            <div className={styles.failure} role="alert" data-testid="failure" data-what={status.what}>
              <p>{status.message}</p>
              <Button onClick={() => reader.retry()}>{t`Try again`}</Button>
            </div>
          )}
        </div>
        {isNumber && (
          <div className={styles.ways}>
            <Part
              name={t`The ways to read the number`}
              resetKey={number.number}
              waiting={<div className={styles.waysRoom} />}
            >
              <NumberWays reader={reader} number={number.number} />
            </Part>
          </div>
        )}
        <div className={styles.given}>
          <section className={styles.group} data-area="given">
            <h2>{t`What the network is given`}</h2>
            <Part name={t`The steps to the network’s input`} resetKey={reading}>
              <NormalisationStrip
                drawing={drawing}
                growing={!isNumber && gesture === 'pen'}
                normalisation={reading?.normalisation ?? null}
              />
            </Part>
          </section>
          <section className={styles.group} data-area="examples">
            <h2>{t`Or try an example`}</h2>
            <Part name={t`The gallery of examples`} waiting={sampleRoom}>
              {painted ? <SamplePart paper={paper} onPick={store.getState().load} /> : sampleRoom}
            </Part>
          </section>
        </div>
      </div>
      {watched && (
        <Part name={t`The pinned drawing`}>
          <PinnedDrawing learning={learning} digit={reading?.normalisation?.digit ?? null} />
        </Part>
      )}
      <div className={styles.network} ref={figure}>
        <h2 className="visually-hidden">{t`The network, layer by layer`}</h2>
        {painted && (
          <Part name={t`The picture of the network`}>
            <NetworkView
              architecture={architecture}
              source={activations}
              parameters={parameters}
              refusal={refusal}
              explorable={!isNumber}
            />
          </Part>
        )}
      </div>
      <Part name={t`The worksheet`}>{painted && <Worksheet />}</Part>
      <NoticeBar
        text={notice ?? said?.text ?? null}
        onDismiss={notice !== null || !said ? dismissNotice : own.dismissNotice}
        action={notice === null && said?.undo ? { label: t`Undo`, run: said.undo } : undefined}
      />
    </main>
  );
}

/**
 * The paper takes ink first: the worker with its libraries and the figure's code load after the first
 * frame is on the screen.
 * @returns whether it is
 */
function useAfterPaint(start: () => void): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        start();
        setPainted(true);
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [start]);
  return painted;
}
