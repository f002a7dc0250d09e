import { type KeyboardEvent, useRef, useState } from 'react';
import { t } from '../../../language/language.ts';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import { wilsonInterval } from '../../../measures/evaluation.ts';
import { classCount, digitClasses } from '../../../network/labels.ts';
import { cssGradient, palettes } from '../../../pictures/colour-scales.ts';
import type { TestResult } from '../../../run/contract.ts';
import { useTheme } from '../../../ui/theme.ts';
import { testDigitsText } from '../run/run-text.ts';
import { cellColours, worstShare } from './cell-colours.ts';
import { type ConfusionCell, cellText, columnsOf, moveCell } from './cells.ts';
import styles from './confusion-matrix.module.css';

interface ConfusionMatrixProps {
  readonly result: TestResult;
  /** Opens the images behind a cell that has some. */
  readonly onOpen: (cell: ConfusionCell) => void;
}

/** How a whole test set was read: in one figure with its uncertainty, digit by digit, and what for what. */
export function ConfusionMatrix({ result, onOpen }: ConfusionMatrixProps) {
  const theme = useTheme();
  const grid = useRef<HTMLTableElement>(null);
  const [current, setCurrent] = useState<ConfusionCell>({ label: 0, answer: 0 });
  const { probability } = palettes[theme];
  const most = worstShare(result.counts);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = moveCell(current, event.key, event.ctrlKey);
    if (!next) return;
    event.preventDefault();
    setCurrent(next);
    const buttons = grid.current?.querySelectorAll<HTMLButtonElement>('button');
    buttons?.[next.label * classCount + next.answer]?.focus();
  };

  return (
    <section
      className={styles.confusion}
      aria-label={t`Test result`}
      data-testid="test-result"
      data-accuracy={result.right / result.total}
      data-step={result.step}
    >
      <div className={styles.parts}>
        <Summary result={result} />
        <div className={styles.room}>
          <div className={styles.matrix}>
            <p className={styles.across} aria-hidden>
              {t`read as`}
            </p>
            <table ref={grid} className={styles.grid} aria-label={t`Confusion matrix`}>
              <thead>
                <tr>
                  <th scope="col">
                    <span className="visually-hidden">{t`Digit`}</span>
                  </th>
                  {digitClasses.map((answer) => (
                    <th key={answer} scope="col">
                      <span className="visually-hidden">{t`read as`} </span>
                      {answer}
                    </th>
                  ))}
                  <th scope="col" className={styles.errors}>
                    {t`error`}
                  </th>
                </tr>
              </thead>
              <tbody translate="no">
                {digitClasses.map((label) => {
                  const { row, total, wrong } = columnsOf(result.counts, label);
                  return (
                    <tr key={label}>
                      <th scope="row">{label}</th>
                      {row.map((count, answer) => {
                        const cell = { label, answer };
                        const quiet = label === answer || count === 0;
                        return (
                          <td key={cell.answer}>
                            <button
                              type="button"
                              className={styles.cell}
                              data-diagonal={label === answer}
                              aria-label={cellText(cell, count)}
                              aria-disabled={count === 0}
                              tabIndex={current.label === label && current.answer === answer ? 0 : -1}
                              style={quiet ? undefined : cellColours(probability, count / total, most)}
                              onFocus={() => setCurrent(cell)}
                              onKeyDown={onKeyDown}
                              onClick={() => count > 0 && onOpen(cell)}
                            >
                              {count > 0 ? count : ''}
                            </button>
                          </td>
                        );
                      })}
                      <td className={styles.errors} title={t`${wrong} of ${formatCount(total)}`}>
                        {total > 0 ? formatPercent(wrong / total, 2) : '–'}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
            <p className={styles.legend}>
              <span>0</span>
              <i style={{ background: cssGradient(probability) }} aria-hidden />
              <span>{t`${formatPercent(most, 2)} of a digit’s images`}</span>
            </p>
          </div>
        </div>
      </div>
    </section>
  );
}

function Summary({ result }: { readonly result: TestResult }) {
  const { right, total, step } = result;
  const [low, high] = wilsonInterval(right, total);
  return (
    <div className={styles.summary}>
      <dl className={styles.figures}>
        <div>
          <dt>{t`Accuracy`}</dt>
          <dd translate="no" data-testid="test-accuracy">
            {formatPercent(right / total, 2)}
          </dd>
        </div>
        <div>
          <dt>{t`Error`}</dt>
          <dd translate="no" data-testid="test-error">
            {formatPercent(1 - right / total, 2)}
          </dd>
        </div>
      </dl>
      <p>
        {t`${formatCount(right)} of ${testDigitsText(result)} right at step ${formatCount(step)}. Another test set of this size would put the error between ${formatPercent(1 - high, 2)} and ${formatPercent(1 - low, 2)} (Wilson’s 95\u202f% interval).`}
      </p>
      {/* The figures of 1998 are about MNIST's own test images. */}
      {result.dataName === 'MNIST' && (
        <p className={styles.note}>
          {t`LeCun et al. 1998 report ${formatPercent(0.0095, 2)} error for LeNet-5 on these images, and ${formatPercent(0.008)} when trained with distortions.`}
        </p>
      )}
    </div>
  );
}
