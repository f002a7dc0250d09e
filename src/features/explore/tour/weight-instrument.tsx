import { useEffect, useMemo, useState } from 'react';
import { lossAlongWeight } from '../../../explain/one-weight.ts';
import { t } from '../../../language/language.ts';
import { formatValue } from '../../../lib/format.ts';
import { largest } from '../../../lib/lists.ts';
import { activationOf } from '../../../network/architecture.ts';
import { digitClasses } from '../../../network/labels.ts';
import { Select } from '../../../ui/controls/select.tsx';
import { Slider } from '../../../ui/controls/slider.tsx';
import styles from './instruments.module.css';
import type { TourParts } from './tour-parts.ts';

interface WeightInstrumentProps extends Pick<TourParts, 'network' | 'reading'> {
  /** The loss has come down to half of what it was. */
  readonly onDownhill: () => void;
}

/** Half the width of the slider's range around the weight as it is. */
const reach = 24;
const [width, height, room] = [320, 160, 12];
const points = 80;

/** One weight to turn, the loss of the reader's drawing along it, and its slope. */
export function WeightInstrument({ network, reading, onDownhill }: WeightInstrumentProps) {
  // A label that the network does not give makes a loss that is worth bringing down.
  const answer = reading?.answer.kind === 'digit' ? reading.answer.digit : 0;
  const [chosen, setChosen] = useState<number | null>(null);
  const label = chosen ?? (answer + 1) % 10;
  const activations = reading?.activations ?? null;
  const along = useMemo(() => {
    if (!network || !activations) return null;
    const f6 = activationOf(network.architecture, activations, 'F6');
    // The unit that is loudest for this drawing: turning its weight moves most.
    const unit = f6.findIndex((value) => Math.abs(value) === largest(f6.map(Math.abs)));
    return { ...lossAlongWeight(network, activations, unit, label, label), unit };
  }, [network, activations, label]);
  // A turn is of the weight that it was made for: another drawing or digit has another weight.
  const [turned, setTurned] = useState<{ readonly of: unknown; readonly by: number } | null>(null);
  const turn = along && turned?.of === along ? turned.by : 0;
  const before = along?.lossAt(along.weight) ?? 0;
  const weight = (along?.weight ?? 0) + turn;
  const loss = along?.lossAt(weight) ?? 0;
  const half = along !== null && before > 0.05 && loss <= before / 2;
  useEffect(() => {
    if (half) onDownhill();
  }, [half, onDownhill]);
  if (!along) return <p className={styles.words}>{t`Draw a digit first.`}</p>;

  const losses = Array.from({ length: points + 1 }, (_, at) =>
    along.lossAt(along.weight + reach * ((2 * at) / points - 1)),
  );
  const most = Math.max(0.1, largest(losses));
  const xOf = (w: number) => room + ((w - along.weight + reach) / (2 * reach)) * (width - 2 * room);
  const yOf = (value: number) => height - room - (value / most) * (height - 2 * room);
  const slope = along.slopeAt(weight);
  const curve = losses
    .map(
      (value, at) =>
        `${at === 0 ? 'M' : 'L'}${xOf(along.weight + reach * ((2 * at) / points - 1))} ${yOf(value)}`,
    )
    .join('');
  const dw = 5;
  return (
    <div className={styles.weight}>
      <div className={styles.choice}>
        <Select
          label={t`Let the right digit be`}
          layout="inline"
          options={digitClasses.map((digit) => ({ value: String(digit), label: String(digit) }))}
          value={String(label)}
          onChange={(value) => setChosen(Number(value))}
        />
      </div>
      <svg
        className={styles.curve}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t`The loss along the weight: at ${formatValue(weight)} it is ${formatValue(loss)}, with a slope of ${formatValue(slope)}`}
      >
        <path className={styles.axis} d={`M0 ${yOf(0)}H${width}`} />
        <path className={styles.line} d={curve} />
        <path
          className={styles.slope}
          d={`M${xOf(weight - dw)} ${yOf(loss - slope * dw)}L${xOf(weight + dw)} ${yOf(loss + slope * dw)}`}
        />
        <circle className={styles.point} cx={xOf(weight)} cy={yOf(loss)} r="5" />
      </svg>
      <p className={styles.words}>
        {t`Suppose it should be read as ${label}, so that there is something to learn. One weight: with it, the output for ${label} reads unit ${along.unit} of F6, whose value is ${formatValue(along.value)}.`}
      </p>
      <Slider
        label={t`Weight from F6 ${along.unit} to ${label}`}
        min={-reach}
        max={reach}
        step={0.2}
        value={turn}
        onChange={(by) => setTurned({ of: along, by })}
        valueText={formatValue(weight)}
      />
      <dl className={styles.numbers} translate="no" data-testid="one-weight">
        <div>
          <dt>{t`weight`}</dt>
          <dd>{formatValue(weight)}</dd>
        </div>
        <div>
          <dt>{t`loss`}</dt>
          <dd>{formatValue(loss)}</dd>
        </div>
        <div>
          <dt>{t`gradient, its slope`}</dt>
          <dd>{formatValue(slope)}</dd>
        </div>
      </dl>
    </div>
  );
}
