import { useEffect, useRef } from 'react';
import { t } from '../../language/language.ts';
import { type Architecture, layerNamed } from '../../network/architecture.ts';
import type { Unit } from '../../network/unit.ts';
import type { LiveFigure } from './live-figure.ts';
import styles from './readout.module.css';
import { SpokenUnit } from './spoken-unit.tsx';
import { fieldTexts, levelText, unitText, valueText } from './words.ts';
import { writeText } from './write-text.ts';

interface ReadoutProps {
  readonly figure: LiveFigure;
  readonly unit: Unit | null;
  readonly onOpen: (unit: Unit) => void;
}

/** Place, value and receptive field of the unit in focus, always in the same place. */
export function Readout({ figure, unit, onOpen }: ReadoutProps) {
  const value = useRef<HTMLOutputElement>(null);

  useEffect(
    () => figure.onPainted(() => writeText(value.current, unit ? valueText(figure, unit) : '')),
    [figure, unit],
  );

  return (
    <div className={styles.readout} data-testid="unit-readout" data-empty={unit === null}>
      <p className={styles.place}>
        {unit ? unitText(layerNamed(figure.architecture, unit.layer), unit) : t`No unit selected`}
      </p>
      <output className={styles.value} translate="no" ref={value} aria-live="off" />
      <p className={styles.fields}>
        {unit ? (
          <FieldList architecture={figure.architecture} unit={unit} />
        ) : (
          <>
            <span className={styles.byMouse}>
              {t`Hover over a unit to see its value and receptive field. Click a map to open it.`}
            </span>
            <span className={styles.byTouch}>
              {t`Tap a unit to see its value and receptive field. Tap its map again to open it.`}
            </span>
          </>
        )}
      </p>
      <button
        type="button"
        className={styles.open}
        disabled={unit === null}
        onClick={() => unit && onOpen(unit)}
      >
        {t`Open large`}
      </button>
      <SpokenUnit figure={figure} unit={unit} />
    </div>
  );
}

type FieldListProps = Readonly<{ architecture: Architecture; unit: Unit }>;

/** Every earlier layer with the part of it that the unit depends on. */
export function FieldList({ architecture, unit }: FieldListProps) {
  const fields = fieldTexts(architecture, unit);
  const { paper, ink } = architecture.inputLevels;
  if (fields.length === 0) return t`${levelText(ink)} is full ink, ${levelText(paper)} is paper.`;
  return fields.map(({ layer, text }) => (
    <span key={layer} className={styles.field}>
      <b translate="no">{layer}</b> {text}
    </span>
  ));
}
