import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand/react';
import type { StoreApi } from 'zustand/vanilla';
import type { Drawing } from '../../../digits/drawing/drawing.ts';
import type { Change } from '../../../explain/smallest-change.ts';
import type { Explainer } from '../../../lab/explaining/client.ts';
import { t } from '../../../language/language.ts';
import type { KnowingNetwork } from '../../../network/energy.ts';
import { Button } from '../../../ui/controls/button.tsx';
import type { PaperModel } from '../paper-model.ts';
import { useNewest } from '../use-newest.ts';
import styles from './suggestion.module.css';
import { changeText, placeText } from './words.ts';

interface SuggestionProps {
  readonly network: KnowingNetwork;
  readonly explainer: Explainer;
  readonly store: StoreApi<PaperModel>;
  /** Of the drawing that the answer belongs to. */
  readonly revision: number;
  /** What it is read as; null where no digit is taken from it. */
  readonly from: number | null;
  /** What it should be read as instead. */
  readonly to: number;
  /** Told what is to be shown on the paper; null for nothing. */
  readonly onSuggest: (change: Change | null) => void;
}

/** The smallest change of the drawing that changes its answer, found by trying, and a way to try it oneself. */
export function Suggestion(props: SuggestionProps) {
  const { explainer, store, from, to, onSuggest } = props;
  const question = useQuestion(props);
  const search = useCallback((asked: Question) => searchChange(explainer, asked), [explainer]);
  const answered = useNewest(question, search);
  const drawing = useStore(store, (state) => state.drawing);
  const [tried, setTried] = useState<Drawing | null>(null);
  const current = question && answered?.question === question ? answered : null;
  const found = current && 'answer' in current ? current.answer : null;
  const change = found?.change ?? null;

  useEffect(() => {
    onSuggest(change);
    return () => onSuggest(null);
  }, [change, onSuggest]);
  const told = useRef<HTMLParagraphElement>(null);
  // The button that was pressed goes, or can no longer be pressed; and on a phone the paper may be out of sight.
  const show = () => {
    told.current?.focus({ preventScroll: true });
    document.querySelector('[data-testid="draw-pad"]')?.scrollIntoView({ block: 'nearest' });
  };
  const tryIt = () => {
    if (!change) return;
    store.getState().load(change.drawing);
    setTried(change.drawing);
    show();
  };
  const undo = () => {
    store.getState().undo();
    show();
  };

  let words = t`Looking for the shortest line or cut that makes it ${to}.`;
  if (from === null)
    words = t`The network does not read this drawing as a digit, so there is no answer to change.`;
  else if (current && 'failure' in current) words = t`The search failed: ${current.failure}`;
  else if (found) words = changeText(found.change, from, to);
  return (
    <section className={styles.suggestion} aria-label={t`The smallest change`} data-testid="suggestion">
      <h2 className={styles.title}>{t`The smallest change`}</h2>
      <p ref={told} tabIndex={-1} className={styles.words} role="status" data-found={found !== null}>
        {words}
        {change && <span className="visually-hidden"> {t`It is ${placeText(change, drawing)}.`}</span>}
      </p>
      <div className={styles.buttons}>
        <Button kind="primary" disabled={!change} onClick={tryIt}>
          {t`Try it`}
        </Button>
        {tried === drawing && <Button onClick={undo}>{t`Undo`}</Button>}
      </div>
    </section>
  );
}

interface Question {
  readonly network: KnowingNetwork;
  readonly drawing: Drawing;
  readonly brushWidth: number;
  readonly from: number;
  readonly to: number;
}

/** Null while a line is drawn, or the answer is that of an earlier drawing. */
function useQuestion({ network, store, revision, from, to }: SuggestionProps): Question | null {
  const drawing = useStore(store, (state) =>
    state.gesture === null && state.revision === revision ? state.drawing : null,
  );
  const brushWidth = useStore(store, (state) => state.brushWidth);
  return useMemo(
    () => (drawing && from !== null ? { network, drawing, brushWidth, from, to } : null),
    [network, drawing, brushWidth, from, to],
  );
}

/** To the digit that was asked for; where no change leads there, to any other. */
async function searchChange(explainer: Explainer, { network, to, ...asked }: Question) {
  const change =
    (await explainer.smallestChange(network, { ...asked, to })) ??
    (await explainer.smallestChange(network, { ...asked, to: null }));
  return { change };
}
