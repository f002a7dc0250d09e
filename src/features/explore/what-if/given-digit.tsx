import { useLayoutEffect, useMemo, useRef } from 'react';
import type { Answer } from '../../../digits/answer-rules.ts';
import { candidatesOf } from '../../../digits/candidates.ts';
import { paperInk, paperSide, type WhatIfInput } from '../../../explain/changed-drawing.ts';
import { t } from '../../../language/language.ts';
import { formatPercent, withArticle } from '../../../lib/format.ts';
import { largest } from '../../../lib/lists.ts';
import { digitClasses } from '../../../network/labels.ts';
import { palettes, sequentialEntry } from '../../../pictures/colour-scales.ts';
import { candidatesText } from '../../../ui/answer/words.ts';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { paintSheet } from '../../../ui/paint-sheet.ts';
import { ShareBar } from '../../../ui/share-bar/share-bar.tsx';
import { useTheme } from '../../../ui/theme.ts';
import styles from './given-digit.module.css';

interface GivenDigitProps {
  readonly input: WhatIfInput;
  /** Null before the first. */
  readonly answer: Answer | null;
}

/** The paper, what the network is given of it, and what it says. */
export function GivenDigit({ input, answer }: GivenDigitProps) {
  const digit = answer?.kind === 'digit' ? answer.digit : null;
  return (
    <div className={styles.given}>
      <figure className={styles.picture}>
        <PaperPicture input={input} />
        <figcaption>{t`Paper`}</figcaption>
      </figure>
      <span className={styles.arrow} aria-hidden="true">
        →
      </span>
      <figure className={styles.picture}>
        <DigitPicture digit={input.digit} label={t`What the network is given, 28 by 28 pixels`} />
        <figcaption>28 × 28</figcaption>
      </figure>
      <div className={styles.answer} data-testid="what-if-answer" data-digit={digit ?? ''}>
        <span className={styles.digit} translate="no" data-none={digit === null}>
          {digit ?? (candidatesOf(answer) ? '?' : '–')}
        </span>
        <span className={styles.words}>
          <strong translate="no">{headline(answer)}</strong>
          <span className={styles.detail}>{detail(answer)}</span>
        </span>
        <ol className={styles.bars} translate="no" aria-label={t`Probability of each digit`}>
          {digitClasses.map((one) => {
            const probability = answer?.probabilities[one] ?? 0;
            return (
              <li key={one} data-top={one === digit}>
                <ShareBar share={probability} rank={one === digit ? 'first' : 'second'} />
                <span>{one}</span>
                <span className="visually-hidden">{formatPercent(probability)}</span>
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}

function headline(answer: Answer | null): string {
  if (!answer) return '';
  if (answer.kind === 'digit') return formatPercent(answer.confidence);
  return candidatesOf(answer) ? t`Not sure:` : t`No digit`;
}

function detail(answer: Answer | null): string {
  if (!answer) return t`Reading it…`;
  if (answer.kind === 'digit')
    return answer.runnerUp === null ? t`No other comes close.` : t`or ${withArticle(answer.runnerUp)}`;
  if (answer.reason === 'empty') return t`No ink is left.`;
  if (answer.reason === 'dot') return t`Too little ink.`;
  const candidates = candidatesOf(answer);
  if (candidates) return `${candidatesText(candidates)}?`;
  const { probabilities } = answer;
  return t`Closest to ${withArticle(probabilities.indexOf(largest(probabilities)))}.`;
}

/** All ink on the paper, as wide as the brush. */
function PaperPicture({ input: { paper } }: Pick<GivenDigitProps, 'input'>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const ink = useMemo(() => paperInk(paper).ink, [paper]);
  useLayoutEffect(() => {
    if (canvas.current)
      paintSheet(canvas.current, ink, palettes[theme].ink, (value) => sequentialEntry(value / 255));
  }, [ink, theme]);
  return (
    <canvas
      ref={canvas}
      className={styles.paper}
      width={paperSide}
      height={paperSide}
      role="img"
      aria-label={t`The drawing on its paper`}
    />
  );
}
