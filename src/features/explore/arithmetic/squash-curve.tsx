import { t } from '../../../language/language.ts';
import { formatValue } from '../../../lib/format.ts';
import { formatExact } from '../../../lib/format-sizes.ts';
import { activated, largestValue } from '../../../network/activation.ts';
import { squashText } from '../../../ui/network/words.ts';
import styles from './squash-curve.module.css';

interface SquashCurveProps {
  readonly activation: 'tanh' | 'scaled-tanh';
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
/** The limits lie at the same height, whatever they are. */
const heightOf = (share: number) => height / 2 - share * (height / 2 - 10);

function curveOf(activation: SquashCurveProps['activation'], most: number): string {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const sum = -reach + (2 * reach * step) / steps;
    const y = heightOf(activated(activation, sum) / most);
    return `${step === 0 ? 'M' : 'L'}${xOf(sum).toFixed(1)} ${y.toFixed(1)}`;
  }).join('');
}

/** The curve that squashes a sum to between its limits, with the point of this unit on it. */
export function SquashCurve({ activation, sum, value }: SquashCurveProps) {
  const most = largestValue(activation);
  const yOf = (of: number) => heightOf(of / most);
  const name = activation === 'tanh' ? 'tanh' : squashText(activation, 'a');
  const x = xOf(Math.max(-reach, Math.min(reach, sum)));
  const y = yOf(value);
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.curve}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t`${name} of the sum ${formatValue(sum)} is ${formatValue(value)}`}
      >
        <path className={styles.axes} d={`M0 ${height / 2}H${width}M${width / 2} 0V${height}`} />
        <path className={styles.limits} d={`M0 ${yOf(most)}H${width}M0 ${yOf(-most)}H${width}`} />
        <path className={styles.line} d={curveOf(activation, most)} />
        <path className={styles.lead} d={`M${x} ${height / 2}V${y}H${width / 2}`} />
        <circle className={styles.point} cx={x} cy={y} r="5" />
        <text className={styles.label} x={width / 2 - 6} y={yOf(most) + 11} textAnchor="end">
          {formatExact(most)}
        </text>
        <text className={styles.label} x={width / 2 - 6} y={yOf(-most)} textAnchor="end">
          −{formatExact(most)}
        </text>
      </svg>
      <figcaption className={styles.words}>
        {t`${name} squashes every sum to between −${formatExact(most)} and ${formatExact(most)}`}
      </figcaption>
    </figure>
  );
}
