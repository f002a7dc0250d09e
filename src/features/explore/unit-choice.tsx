import { middleUnit } from '../../explain/target.ts';
import { t } from '../../language/language.ts';
import { type Architecture, isDense, type Layer, layerNamed } from '../../network/architecture.ts';
import type { Unit } from '../../network/unit.ts';
import { IconButton } from '../../ui/controls/button.tsx';
import { Segmented } from '../../ui/controls/segmented.tsx';
import { mapText } from '../../ui/network/words.ts';
import styles from './unit-choice.module.css';

interface UnitChoiceProps {
  readonly architecture: Architecture;
  readonly unit: Unit;
  readonly onUnit: (unit: Unit) => void;
}

/** The unit that the instrument shows: its layer, and its map or place among the units. */
export function UnitChoice({ architecture, unit, onUnit }: UnitChoiceProps) {
  const layers = architecture.layers
    .filter(({ kind }) => kind !== 'input')
    .map(({ name }) => ({ value: name, label: name }));
  const layer = layerNamed(architecture, unit.layer);
  const { previous, next } = stepTexts(layer);
  const step = (by: number) => onUnit({ ...unit, map: (unit.map + by + layer.maps) % layer.maps });
  return (
    <div className={styles.choice}>
      <Segmented
        label={t`Layer`}
        options={layers}
        value={unit.layer}
        onChange={(name) => onUnit(middleUnit(architecture, { layer: name, map: 0 }))}
      />
      <div className={styles.map}>
        <IconButton label={previous} icon="previous" onClick={() => step(-1)} />
        {/* Maps count from 0, as in the paper's Table I; the place among them from 1. */}
        <output className={styles.name} data-testid="unit-name">
          {t`${mapText(layer, unit.map)}, ${unit.map + 1} of ${layer.maps}`}
        </output>
        <IconButton label={next} icon="next" onClick={() => step(1)} />
      </div>
    </div>
  );
}

function stepTexts(layer: Layer): { readonly previous: string; readonly next: string } {
  if (layer.activation === 'softmax') return { previous: t`Previous digit`, next: t`Next digit` };
  return isDense(layer)
    ? { previous: t`Previous unit`, next: t`Next unit` }
    : { previous: t`Previous map`, next: t`Next map` };
}
