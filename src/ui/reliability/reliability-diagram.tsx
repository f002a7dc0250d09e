import { t } from '../../language/language.ts';
import { formatCount, formatFixed, formatPercent } from '../../lib/format.ts';
import type { Calibration } from '../../measures/calibration.ts';
import { tx } from '../../ui/page/tx.ts';
import { Disclosure } from '../controls/disclosure.tsx';
import styles from './reliability-diagram.module.css';

interface ReliabilityDiagramProps {
  readonly calibration: Calibration;
  /** Whose answers they are: "Test images". */
  readonly label: string;
  /** How many the Draw page would call no digit, of how many that were asked. */
  readonly refused: number;
  readonly asked: number;
}

/** The plot in units of its picture: about as many pixels on a phone. */
const plot = { left: 34, top: 10, width: 320, height: 200 };
const picture = { width: 368, height: 262 };
const column = plot.width / 10;
const ticks = [0, 0.25, 0.5, 0.75, 1];

const formatPoints = (share: number) => formatFixed(100 * share, 2);

const y = (share: number) => plot.top + plot.height * (1 - share);

/** Confidence against what came true: bars on the diagonal are honest, below it too sure of themselves. */
export function ReliabilityDiagram({ calibration, label, refused, asked }: ReliabilityDiagramProps) {
  const { bins, error } = calibration;
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return (
    <figure
      className={styles.figure}
      aria-label={t`Reliability: ${label}`}
      data-testid="reliability"
      data-error={error}
    >
      <figcaption className={styles.caption}>
        <h3>{t`${label}: how far its confidence can be trusted`}</h3>
        <p>
          {tx`Of the answers given with 80\u202f% confidence, 80\u202f% should be right. Here confidence and share right differ by ${<b translate="no">{formatPoints(error)}</b>} percentage points, on average over ${formatCount(total)} answers (the expected calibration error). The Draw page would call ${formatCount(refused)} of ${formatCount(asked)} no digit (${formatPercent(refused / Math.max(1, asked), 2)}).`}
        </p>
      </figcaption>
      <svg viewBox={`0 0 ${picture.width} ${picture.height}`} className={styles.picture} aria-hidden="true">
        {ticks.map((tick) => (
          <g key={tick}>
            <line
              className={styles.grid}
              x1={plot.left}
              x2={plot.left + plot.width}
              y1={y(tick)}
              y2={y(tick)}
            />
            <text className={styles.tick} x={plot.left - 6} y={y(tick) + 3.5} textAnchor="end">
              {Math.round(100 * tick)}
            </text>
          </g>
        ))}
        {bins.map(({ from, accuracy, confidence, count }, at) => {
          const x = plot.left + at * column;
          return (
            <g key={from}>
              {accuracy !== null && (
                <rect
                  className={styles.bar}
                  x={x + 2}
                  width={column - 4}
                  y={y(accuracy)}
                  height={plot.height * accuracy}
                />
              )}
              {confidence !== null && (
                <line
                  className={styles.said}
                  x1={x + 2}
                  x2={x + column - 2}
                  y1={y(confidence)}
                  y2={y(confidence)}
                />
              )}
              <text className={styles.tick} x={x} y={plot.top + plot.height + 14} textAnchor="middle">
                {Math.round(100 * from)}
              </text>
              <text
                className={styles.count}
                x={x + column / 2}
                y={plot.top + plot.height + 31}
                textAnchor="middle"
              >
                {formatCount(count)}
              </text>
            </g>
          );
        })}
        <text
          className={styles.tick}
          x={plot.left + plot.width}
          y={plot.top + plot.height + 14}
          textAnchor="middle"
        >
          100
        </text>
        <line className={styles.honest} x1={plot.left} x2={plot.left + plot.width} y1={y(0)} y2={y(1)} />
        <text
          className={styles.tick}
          x={plot.left + plot.width / 2}
          y={picture.height - 3}
          textAnchor="middle"
        >
          {t`confidence in per cent; below it, how many answers had it`}
        </text>
      </svg>
      <p className={styles.legend} aria-hidden="true">
        <span>
          <i className={styles.barMark} /> {t`share right`}
        </span>
        <span>
          <i className={styles.saidMark} /> {t`mean confidence`}
        </span>
        <span>
          <i className={styles.honestMark} /> {t`right as often as it says`}
        </span>
      </p>
      <Disclosure summary={t`As a table`}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t`Confidence`}</th>
              <th scope="col">{t`Answers`}</th>
              <th scope="col">{t`Mean confidence`}</th>
              <th scope="col">{t`Right`}</th>
            </tr>
          </thead>
          <tbody translate="no">
            {bins.map(({ from, to, count, confidence, accuracy }) => (
              <tr key={from}>
                <th scope="row">{t`${Math.round(100 * from)} to ${formatPercent(to, 0)}`}</th>
                <td>{formatCount(count)}</td>
                <td>{confidence === null ? '–' : formatPercent(confidence)}</td>
                <td>{accuracy === null ? '–' : formatPercent(accuracy)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </figure>
  );
}
