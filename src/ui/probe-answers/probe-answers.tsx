import { useEffect, useRef, useState } from 'react';
import type { ProbeAnswer } from '../../lab/training/client.ts';
import { t } from '../../language/language.ts';
import { formatCount, formatPercent } from '../../lib/format.ts';
import { largest } from '../../lib/lists.ts';
import { digitClasses } from '../../network/labels.ts';
import { watchPixelRatio } from '../pixel-ratio.ts';
import type { Source } from '../source.ts';
import { watchTheme } from '../theme.ts';
import { paintLine } from './paint-lines.ts';
import styles from './probe-answers.module.css';

interface ProbeAnswersProps {
  /** The answers since the probe was put there; a new array when there are more. */
  readonly source: Source<readonly ProbeAnswer[]>;
}

/** Numbers that change ten times a second cannot be read. */
const restMs = 200;

/** What the network said to the probe while it learned: the ten probabilities over the steps. */
export function ProbeAnswers({ source }: ProbeAnswersProps) {
  const [answers, setAnswers] = useState(source.latest);
  const list = useRef<HTMLOListElement>(null);

  useEffect(() => {
    let resting: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      resting = undefined;
      setAnswers(source.latest());
    };
    const stop = source.subscribe(() => {
      resting ??= setTimeout(show, restMs);
    });
    show();
    return () => {
      stop();
      clearTimeout(resting);
    };
  }, [source]);

  const last = answers.at(-1);
  const top = last ? last.probabilities.indexOf(largest(last.probabilities)) : -1;

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const paint = () => {
      const style = getComputedStyle(element);
      const colour = (name: string) => style.getPropertyValue(name);
      element.querySelectorAll('canvas').forEach((canvas, digit) => {
        const names = digit === top ? ['--top-line', '--top-fill'] : ['--line-of', '--fill-of'];
        const [line = '', fill = ''] = names.map(colour);
        paintLine(canvas, answers, digit, { line, fill });
      });
    };
    paint();
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    // The colours come from the style sheet.
    const unwatchTheme = watchTheme(paint);
    const unwatchRatio = watchPixelRatio(paint);
    return () => {
      observer.disconnect();
      unwatchTheme();
      unwatchRatio();
    };
  }, [answers, top]);

  const [first, end] = [answers[0], last].map((answer) => (answer ? formatCount(answer.step) : '–'));
  const stepsText = first === end ? t`step ${first ?? ''}` : t`step ${first ?? ''} to ${end ?? ''}`;
  return (
    <section className={styles.answers} aria-label={t`Answers to this digit while the network learned`}>
      <div className={styles.head}>
        <h3>{t`Predictions for this digit over time`}</h3>
        <span className={styles.steps} translate="no">
          {stepsText}
        </span>
      </div>
      <ol ref={list} className={styles.lines} translate="no">
        {digitClasses.map((digit) => (
          <li key={digit} data-top={digit === top}>
            <span className={styles.digit}>{digit}</span>
            <span className={styles.plot} aria-hidden="true">
              <canvas />
            </span>
            <span className={styles.share}>{last ? formatPercent(last.probabilities[digit] ?? 0) : '–'}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
