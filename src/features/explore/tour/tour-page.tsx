import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import { candidatesOf } from '../../../digits/candidates.ts';
import { isEmpty } from '../../../digits/drawing/drawing.ts';
import { samples } from '../../../digits/samples.ts';
import type { ReaderClient } from '../../../lab/reading/client.ts';
import { t } from '../../../language/language.ts';
import { formatPercent } from '../../../lib/format.ts';
import { percentDecoded } from '../../../lib/link-text.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import type { Unit } from '../../../network/unit.ts';
import { candidatesText } from '../../../ui/answer/words.ts';
import { AnsweringNetwork } from '../../../ui/answering/answering-network.tsx';
import { useReader } from '../../../ui/answering/use-reader.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Icon } from '../../../ui/controls/icon.tsx';
import { DrawPad } from '../../../ui/draw-pad/draw-pad.tsx';
import { DrawActions, DrawTools } from '../../../ui/draw-pad/draw-tools.tsx';
import { NumberNote } from '../../../ui/draw-pad/number-note.tsx';
import { copyEmbedCode } from '../../../ui/embedded/embed-code.ts';
import { NoticeBar } from '../../../ui/notices/notice-bar.tsx';
import { Part } from '../../../ui/part/part.tsx';
import { useTheme } from '../../../ui/theme.ts';
import type { ExplorePageProps } from '../explore-props.ts';
import { useFigure } from '../use-figure.ts';
import { useArchitecture, useNetwork } from '../use-network.ts';
import { type ChapterId, chapterIds, chapters } from './chapters.tsx';
import { MoveInstrument } from './move-instrument.tsx';
import { PixelsInstrument } from './pixels-instrument.tsx';
import type { TourProgress } from './progress.ts';
import { Question } from './question.tsx';
import { Questions } from './questions.tsx';
import { RunInstrument } from './run-instrument.tsx';
import styles from './tour-page.module.css';
import type { TourParts } from './tour-parts.ts';
import { UnitInstrument } from './unit-instrument.tsx';
import { WeightInstrument } from './weight-instrument.tsx';

interface TourPageProps
  extends Pick<ExplorePageProps, 'store' | 'reader' | 'learning' | 'kept' | 'answering' | 'explainer'> {
  readonly progress: TourProgress;
  /** One chapter alone, as another site shows it. */
  readonly embedded?: boolean;
}

/** How a network reads your digit, in ten short chapters, each with an instrument fed by the reader's drawing. */
export function TourPage(props: TourPageProps) {
  const { store, reader, explainer, progress, embedded = false } = props;
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  const answered = useSyncExternalStore(progress.subscribe, progress.latest);
  const architecture = useArchitecture(reader);
  const figure = useFigure(architecture, useReader(reader, store));
  const theme = useTheme();
  const network = useNetwork(reader);
  const [asked] = useState(chapterAt(window.location.hash));
  const [presented, setPresented] = useState<ChapterId | null>(embedded ? (asked ?? 'pixels') : null);
  // What was on the paper before, a digit taken from a number, and a line that is still being drawn, answer no question.
  const [before] = useState(store.getState().revision);
  const drawn = useStore(
    store,
    ({ gesture, revision, canUndo }) =>
      gesture === null && canUndo && revision > before && revision === reading?.revision,
  );
  const empty = useStore(store, ({ drawing }) => isEmpty(drawing));
  const notice = useStore(store, (state) => state.notice);
  useEffect(() => reader.start(), [reader]);
  useEffect(() => {
    const unfold = () => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    };
    window.addEventListener('beforeprint', unfold);
    return () => window.removeEventListener('beforeprint', unfold);
  }, []);
  useEffect(() => {
    if (asked && !embedded) document.getElementById(anchorOf(asked))?.scrollIntoView();
  }, [asked, embedded]);
  const present = (id: ChapterId | null) => {
    // Back to the chapter that was presented, once it is among the others again.
    if (presented && id === null) setTimeout(() => goTo(presented));
    window.history.replaceState(window.history.state, '', chapterAddress(id ?? presented ?? 'pixels'));
    setPresented(id);
  };
  usePresenting(embedded ? null : presented, present);

  // What the chapters say is about the usual network.
  const told = architecture.id === lenet5.id;
  const parts: TourParts = { figure, theme, network: told ? network : null, reading, explainer };
  const shown = presented ? [presented] : chapterIds;
  // A chapter that is alone on its page names it.
  const ChapterTitle = embedded ? 'h1' : 'h2';
  const place = presented ? chapterIds.indexOf(presented) : -1;
  return (
    <main className={styles.page} data-presenting={presented !== null && !embedded} data-embedded={embedded}>
      {!embedded && (
        <header className={styles.head}>
          <h1 className={styles.title}>{t`How a network reads your digit`}</h1>
          <p className={styles.words}>
            {t`Ten chapters, a minute or two each. Every figure is live and shows your own drawing.`}
          </p>
          <div className={styles.buttons}>
            {presented ? (
              <>
                <Button disabled={place === 0} onClick={() => present(chapterIds[place - 1] ?? presented)}>
                  {t`Previous`}
                </Button>
                <span className={styles.count} translate="no">
                  {t`${place + 1} of ${chapterIds.length}`}
                </span>
                <Button
                  disabled={place === chapterIds.length - 1}
                  onClick={() => present(chapterIds[place + 1] ?? presented)}
                >
                  {t`Next`}
                </Button>
                <Button onClick={() => present(null)}>{t`Leave presentation`}</Button>
              </>
            ) : (
              <>
                <Button onClick={() => present(chapterInView())}>{t`Present`}</Button>
                <Button onClick={() => window.print()}>{t`Print`}</Button>
                <Button
                  icon="embed"
                  onClick={() => void copyChapter(chapterInView(), store.getState().notify)}
                >
                  {t`Copy embed code`}
                </Button>
                <a href="#/teachers">{t`For teachers`}</a>
              </>
            )}
          </div>
        </header>
      )}
      <aside className={styles.side}>
        <section className={styles.paper} aria-label={t`Paper`}>
          <DrawPad store={store} />
          <DrawTools store={store} />
          <div className={styles.buttons}>
            <DrawActions store={store} />
            {empty && (
              <Button onClick={() => store.getState().load(firstSample)}>{t`Take an example`}</Button>
            )}
          </div>
          <NumberNote store={store} />
          {!embedded && (
            <AnsweringNetwork
              reader={reader}
              learning={props.learning}
              kept={props.kept}
              choice={props.answering}
              onTrouble={store.getState().notify}
            />
          )}
          {!told && <p>{t`The tour is about ${lenet5.name}: choose the built-in network to see it all.`}</p>}
          <p className={styles.read} role="status" data-testid="tour-answer">
            {answerText(reading)}
          </p>
        </section>
        {!presented && (
          <nav className={styles.contents} aria-label={t`Chapters`}>
            <p className={styles.words}>{t`${answered.length} of ${chapterIds.length} questions answered`}</p>
            <ol>
              {chapterIds.map((id) => (
                <li key={id}>
                  <a href={chapterAddress(id)} onClick={() => goTo(id)}>
                    {chapters[id].title}
                    {answered.includes(id) && <Icon name="check" />}
                  </a>
                </li>
              ))}
            </ol>
          </nav>
        )}
      </aside>
      <div className={styles.chapters}>
        {shown.map((id) => (
          <section
            key={id}
            id={anchorOf(id)}
            className={styles.chapter}
            aria-labelledby={`${anchorOf(id)}-title`}
          >
            <ChapterTitle id={`${anchorOf(id)}-title`}>
              <span className={styles.number}>{chapterIds.indexOf(id) + 1}</span> {chapters[id].title}
            </ChapterTitle>
            <div className={styles.text}>{chapters[id].text}</div>
            <div className={styles.instrument}>
              <Part name={t`The instrument`} resetKey={reading}>
                <Instrument id={id} parts={parts} onDone={() => progress.answer(id)} />
              </Part>
            </div>
            <Question
              question={chapters[id].question}
              reading={drawn ? reading : null}
              answered={answered.includes(id)}
              onAnswered={() => progress.answer(id)}
            />
          </section>
        ))}
        {!presented && <Questions />}
      </div>
      <NoticeBar text={notice} onDismiss={store.getState().dismissNotice} />
    </main>
  );
}

type InstrumentProps = Readonly<{ id: ChapterId; parts: TourParts; onDone: () => void }>;

const firstUnits: Readonly<Partial<Record<ChapterId, Unit>>> = {
  kernel: { layer: 'C1', map: 2, row: 13, column: 13 },
  squash: { layer: 'C1', map: 0, row: 14, column: 14 },
  average: { layer: 'S2', map: 2, row: 7, column: 7 },
  parts: { layer: 'C3', map: 4, row: 5, column: 5 },
  whole: { layer: 'F6', map: 20, row: 0, column: 0 },
  votes: { layer: 'Output', map: 4, row: 0, column: 0 },
};

function Instrument({ id, parts, onDone }: InstrumentProps) {
  const first = firstUnits[id];
  if (first) return <UnitInstrument {...parts} first={first} />;
  if (id === 'pixels') return <PixelsInstrument {...parts} />;
  if (id === 'learning') return <WeightInstrument {...parts} onDownhill={onDone} />;
  if (id === 'run') return <RunInstrument {...parts} />;
  return <MoveInstrument {...parts} />;
}

const firstSample = samples.find(({ digit }) => digit === 4)?.drawing ?? { strokes: [], picture: null };

function answerText(reading: ReturnType<ReaderClient['reading']>): string {
  if (!reading || (reading.answer.kind === 'none' && reading.answer.reason === 'empty'))
    return t`Draw a digit. All chapters will show it.`;
  const { answer } = reading;
  if (answer.kind === 'digit') return t`Read as ${answer.digit}, ${formatPercent(answer.confidence)} sure`;
  const candidates = candidatesOf(answer);
  return candidates
    ? t`Not sure: ${candidatesText(candidates)}?`
    : t`The network does not read this drawing as a digit.`;
}

/** The chapter that is read, for the page of another site. */
function copyChapter(id: ChapterId, notify: (text: string) => void): Promise<void> {
  return copyEmbedCode(
    { hash: `${chapterAddress(id)}&embed`, title: `${chapters[id].title} – LeNet Lab`, height: 900 },
    notify,
  );
}

/** "#/tour?chapter=kernel". */
function chapterAddress(id: ChapterId): string {
  return `#/tour?chapter=${id}`;
}

function chapterAt(hash: string): ChapterId | null {
  const name = /[?&]chapter=([a-z]+)/.exec(percentDecoded(hash))?.[1];
  return chapterIds.find((id) => id === name) ?? null;
}

function anchorOf(id: ChapterId): string {
  return `chapter-${id}`;
}

/** The last chapter that begins above the middle of the window. */
function chapterInView(): ChapterId {
  const begun = chapterIds.filter((id) => {
    const top =
      document.getElementById(anchorOf(id))?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
    return top < window.innerHeight / 2;
  });
  return begun.at(-1) ?? 'pixels';
}

function goTo(id: ChapterId): void {
  document.getElementById(anchorOf(id))?.scrollIntoView();
}

/** Arrow keys and Page Up and Down go from chapter to chapter, where nothing else takes them; Escape leaves. */
function usePresenting(presented: ChapterId | null, setPresented: (id: ChapterId | null) => void): void {
  const step = useCallback(
    (by: number) => {
      const next = presented && chapterIds[chapterIds.indexOf(presented) + by];
      if (next) setPresented(next);
    },
    [presented, setPresented],
  );
  const keys = useMemo(
    () => ({
      ArrowRight: () => step(1),
      PageDown: () => step(1),
      ArrowLeft: () => step(-1),
      PageUp: () => step(-1),
      Escape: () => setPresented(null),
    }),
    [step, setPresented],
  );
  useEffect(() => {
    if (!presented) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest('[role="application"], input, select, textarea')) return;
      const act = keys[event.key as keyof typeof keys];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [presented, keys]);
}
