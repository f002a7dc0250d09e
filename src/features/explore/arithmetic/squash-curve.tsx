import { formatValue } from '../../../lib/format.ts';
import styles from './squash-curve.module.css';

interface SquashCurveProps {
  readonly sum: number;
  readonly value: number;
}

/** Sums from -reach to reach are shown; tanh is as good as flat beyond. */
const reach = 4;
const [width, height] = [220, 132];
/** Room for the point at either end. */
const edge = 7;
const steps = 60;

const xOf = (sum: number) => edge + ((sum + reach) / (2 * reach)) * (width - 2 * edge);
const yOf = (value: number) => height / 2 - value * (height / 2 - 10);
const curve = Array.from({ length: steps + 1 }, (_, step) => {
  const sum = -reach + (2 * reach * step) / steps;
  return `${step === 0 ? 'M' : 'L'}${xOf(sum).toFixed(1)} ${yOf(Math.tanh(sum)).toFixed(1)}`;
}).join('');

/** The curve that squashes a sum to between -1 and 1, with the point of this unit on it. */
export function SquashCurve({ sum, value }: SquashCurveProps) {
  const x = xOf(Math.max(-reach, Math.min(reach, sum)));
  const y = yOf(value);
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.curve}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`tanh of the sum ${formatValue(sum)} is ${formatValue(value)}`}
      >
        <path className={styles.axes} d={`M0 ${height / 2}H${width}M${width / 2} 0V${height}`} />
        <path className={styles.limits} d={`M0 ${yOf(1)}H${width}M0 ${yOf(-1)}H${width}`} />
        <path className={styles.line} d={curve} />
        <path className={styles.lead} d={`M${x} ${height / 2}V${y}H${width / 2}`} />
        <circle className={styles.point} cx={x} cy={y} r="5" />
        <text className={styles.label} x={width / 2 - 6} y={yOf(1) + 11} textAnchor="end">
          1
        </text>
        <text className={styles.label} x={width / 2 - 6} y={yOf(-1)} textAnchor="end">
          −1
        </text>
      </svg>
      <figcaption className={styles.words}>tanh squashes every sum to between −1 and 1</figcaption>
    </figure>
  );
}
