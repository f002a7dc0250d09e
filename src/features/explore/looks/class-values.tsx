import type { ClassValues as Values } from '../../../explain/looks-for.ts';
import type { Looked } from '../../../lab/explaining/looking-contract.ts';
import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { formatCount } from '../../../lib/format.ts';
import { largest } from '../../../lib/lists.ts';
import type { Layer } from '../../../network/architecture.ts';
import { digitClasses } from '../../../network/labels.ts';
import styles from './class-values.module.css';
import { classesHint, meanText, shortText } from './words.ts';

interface ClassValuesProps {
  readonly layer: Layer;
  /** Null keeps the room. */
  readonly looked: Looked | null;
}

/** How a target answers to each of the ten digits: ten histograms on one scale, each with its mean. */
export function ClassValues({ layer, looked }: ClassValuesProps) {
  const most = largest(looked?.classes.flatMap(({ counts }) => counts) ?? [], 1);
  return (
    <section className={styles.part} aria-label={t`Values by digit`}>
      <h3>{t`Values by digit`}</h3>
      <p className={styles.hint}>{classesHint(layer)}</p>
      <ul className={styles.classes}>
        {digitClasses.map((label) => (
          <li key={label}>
            <Histogram values={looked?.classes[label] ?? null} scale={looked?.scale ?? null} most={most} />
            <ClassCaption label={label} layer={layer} looked={looked} />
          </li>
        ))}
      </ul>
      <p className={styles.ends} translate="no">
        {looked ? (
          <>
            <span>{shortText(layer, looked.scale.from)}</span>
            <span>
              <i aria-hidden="true" /> {t`mean`}
            </span>
            <span>{shortText(layer, looked.scale.to)}</span>
          </>
        ) : (
          '\u00a0'
        )}
      </p>
    </section>
  );
}

interface ClassCaptionProps {
  readonly label: number;
  readonly layer: Layer;
  readonly looked: Looked | null;
}

function ClassCaption({ label, layer, looked }: ClassCaptionProps) {
  const values = looked?.classes[label];
  return (
    <p className={styles.caption}>
      <b>{label}</b>
      {looked && values && values.total > 0 && (
        <>
          <span className="visually-hidden">
            :{' '}
            {plural(
              values.total,
            )`${formatCount(values.total)} digit, mean | ${formatCount(values.total)} digits, mean`}
          </span>
          <span translate="no">{meanText(layer, looked.scale, values.mean)}</span>
        </>
      )}
    </p>
  );
}

interface HistogramProps {
  readonly values: Values | null;
  readonly scale: Looked['scale'] | null;
  /** Digits in the highest bar of all histograms. */
  readonly most: number;
}

const height = 20;

/** Bars one unit wide, and the mean as a line. */
function Histogram({ values, scale, most }: HistogramProps) {
  const bars = values?.counts ?? [];
  const width = Math.max(1, bars.length);
  const mean = values && scale ? ((values.mean - scale.from) / (scale.to - scale.from)) * width : Number.NaN;
  // The root of the count: a bar of one digit can still be seen beside one of a hundred.
  const tall = (count: number) => height * Math.sqrt(count / most);
  return (
    <svg
      className={styles.histogram}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path
        className={styles.bars}
        d={bars.map((count, at) => `M${at} ${height}v${-tall(count)}h1v${tall(count)}z`).join('')}
      />
      {Number.isFinite(mean) && <path className={styles.mean} d={`M${mean} 0v${height}`} />}
    </svg>
  );
}
