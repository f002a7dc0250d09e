import { useEffect, useState } from 'react';
import type { Reading } from '../../../lab/reading/contract.ts';
import { t } from '../../../language/language.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Icon } from '../../../ui/controls/icon.tsx';
import styles from './question.module.css';

interface Option {
  readonly text: string;
  readonly right?: boolean;
  /** Said when it has been chosen. */
  readonly why: string;
}

/** A question with a checked answer: one of some, something to draw, or something to do with the instrument. */
export type ChapterQuestion =
  | { readonly kind: 'choice'; readonly ask: string; readonly options: readonly Option[] }
  | {
      readonly kind: 'task';
      readonly ask: string;
      readonly done: (reading: Reading) => boolean;
      readonly praise: string;
    }
  | { readonly kind: 'instrument'; readonly ask: string; readonly praise: string };

interface QuestionProps {
  readonly question: ChapterQuestion;
  /** Of what has been drawn since the tour was opened; null for nothing. */
  readonly reading: Reading | null;
  /** Whether it has been answered, now or on an earlier visit. */
  readonly answered: boolean;
  readonly onAnswered: () => void;
}

export function Question({ question, reading, answered, onAnswered }: QuestionProps) {
  const [chosen, setChosen] = useState<Option | null>(null);
  const drawn = question.kind === 'task' && reading !== null && question.done(reading);
  useEffect(() => {
    if (drawn && !answered) onAnswered();
  }, [drawn, answered, onAnswered]);

  const choose = (option: Option) => {
    setChosen(option);
    if (option.right) onAnswered();
  };
  const words = question.kind === 'choice' ? (chosen?.why ?? '') : answered || drawn ? question.praise : '';
  return (
    <div className={styles.question} data-answered={answered} data-testid="question">
      <p className={styles.ask}>
        {answered && <Icon name="check" />}
        {question.ask}
      </p>
      {question.kind === 'choice' && (
        <div className={styles.options}>
          {question.options.map((option) => (
            <Button key={option.text} pressed={chosen === option} onClick={() => choose(option)}>
              {option.text}
            </Button>
          ))}
        </div>
      )}
      {question.kind === 'task' && (
        <p className={styles.toPaper}>
          <Button onClick={toPaper}>{t`To the paper`}</Button>
        </p>
      )}
      <p className={styles.words} role="status">
        {chosen && `${chosen.right ? t`Right.` : t`Not quite.`} `}
        {words}
      </p>
    </div>
  );
}

function toPaper(): void {
  document.querySelector('[data-testid="draw-pad"]')?.scrollIntoView({ block: 'center' });
}
