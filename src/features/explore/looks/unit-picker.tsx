import { middleUnit } from '../../../explain/target.ts';
import { type Architecture, layerNamed } from '../../../network/architecture.ts';
import type { Unit } from '../../../network/unit.ts';
import { IconButton } from '../../../ui/controls/button.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import styles from './unit-picker.module.css';

interface UnitPickerProps {
  readonly architecture: Architecture;
  readonly unit: Unit;
  readonly onUnit: (unit: Unit) => void;
}

/** Goes to another layer, and to the maps or units beside the one that is looked at. */
export function UnitPicker({ architecture, unit, onUnit }: UnitPickerProps) {
  const { activation, kind, maps } = layerNamed(architecture, unit.layer);
  const one = activation === 'softmax' ? 'digit' : kind === 'dense' ? 'unit' : 'map';
  const step = (by: number) => onUnit({ ...unit, map: (unit.map + by + maps) % maps });
  const layers = architecture.layers.filter((layer) => layer.kind !== 'input' || layer.name === unit.layer);
  return (
    <div className={styles.picker}>
      <Select
        label="Layer"
        layout="inline"
        value={unit.layer}
        options={layers.map(({ name }) => ({ value: name, label: name }))}
        onChange={(layer) => onUnit(middleUnit(architecture, { layer, map: 0 }))}
      />
      {maps > 1 && (
        <span className={styles.step}>
          <IconButton label={`Previous ${one}`} icon="previous" onClick={() => step(-1)} />
          <span className={styles.count} translate="no">
            {unit.map + 1} of {maps}
          </span>
          <IconButton label={`Next ${one}`} icon="next" onClick={() => step(1)} />
        </span>
      )}
    </div>
  );
}
