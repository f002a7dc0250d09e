import { useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import { isEmpty, widePaper } from '../../../digits/drawing/drawing.ts';
import type { ReaderClient } from '../../../lab/reading/client.ts';
import { t } from '../../../language/language.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import { AnswerPanel } from '../../../ui/answer/answer-panel.tsx';
import { useReader } from '../../../ui/answering/use-reader.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { stateWords } from '../../../ui/device/state-text.ts';
import { DrawPad } from '../../../ui/draw-pad/draw-pad.tsx';
import { StillFigure } from '../../../ui/network/still-figure.tsx';
import { NoticeBar } from '../../../ui/notices/notice-bar.tsx';
import { Part } from '../../../ui/part/part.tsx';
import type { DrawingStore } from '../drawing-store.ts';
import { NumberPanel } from '../number/number-panel.tsx';
import { useNumber } from '../number/use-number.ts';
import { fillScreen, isScreenFilled, leaveScreen, onScreenChange } from './full-screen.ts';
import styles from './presentation.module.css';

interface PresentationProps {
  readonly store: DrawingStore;
  readonly reader: ReaderClient;
}

/** The paper, its answer and the network on one screen, in type that the second row of a classroom can read. */
export function Presentation({ store, reader }: PresentationProps) {
  const status = useSyncExternalStore(reader.subscribe, reader.status);
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  const architecture = useSyncExternalStore(reader.subscribe, reader.architecture) ?? lenet5;
  const { drawing, notice, dismissNotice, paper } = useStore(store);
  const isNumber = paper === 'number';
  const number = useNumber(reader, store, isNumber);
  const activations = useReader(reader, store);
  const filled = useSyncExternalStore(onScreenChange, isScreenFilled);
  const answer = reading?.answer ?? null;
  const waiting = stateWords[status.state];
  useLayoutEffect(() => store.getState().bringNumber(), [store]);
  useEffect(() => reader.start(), [reader]);
  useScreen();
  return (
    <main className={styles.page} data-paper={paper}>
      <h1 className="visually-hidden">{t`Presentation`}</h1>
      <div className={styles.pad}>
        <DrawPad
          key={paper}
          store={store}
          {...(isNumber && { view: widePaper, label: t`Wide paper`, hint: t`Write a number` })}
        />
      </div>
      <div className={styles.beside}>
        <div className={styles.buttons}>
          <Button icon="clear" disabled={isEmpty(drawing)} onClick={store.getState().clear}>
            {t`Clear`}
          </Button>
          {document.fullscreenEnabled && !filled && (
            <Button icon="whole" onClick={fillScreen}>
              {t`Full screen`}
            </Button>
          )}
          <Button icon="close" onClick={leave}>
            {t`Leave presentation`}
          </Button>
        </div>
        <div className={styles.answer}>
          {status.state === 'failed' ? (
            <div role="alert">
              <p>{status.message}</p>
              <Button onClick={() => reader.retry()}>{t`Try again`}</Button>
            </div>
          ) : (
            <Part name={t`The answer`} resetKey={reading}>
              {isNumber ? (
                <NumberPanel {...number} waiting={waiting} />
              ) : (
                <AnswerPanel answer={answer} revision={reading?.revision ?? null} waiting={waiting} />
              )}
            </Part>
          )}
        </div>
      </div>
      <Part name={t`The picture of the network`}>
        <StillFigure
          architecture={architecture}
          source={activations}
          parameters={status.state === 'ready' ? status.parameters : null}
          refusal={answer?.kind === 'none' ? answer.reason : null}
        />
      </Part>
      <NoticeBar text={notice} onDismiss={dismissNotice} />
    </main>
  );
}

function leave(): void {
  leaveScreen();
  window.location.replace('#/');
}

/**
 * A press that leads here fills the screen, as far as the browser lets it. Escape leaves, also from the paper; so does
 * the end of full screen, as the browser takes that Escape for itself.
 */
function useScreen(): void {
  useEffect(() => {
    if (navigator.userActivation?.isActive) fillScreen();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      leave();
    };
    window.addEventListener('keydown', onKeyDown, true);
    const stop = onScreenChange(() => isScreenFilled() || leave());
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      stop();
      leaveScreen();
    };
  }, []);
}
