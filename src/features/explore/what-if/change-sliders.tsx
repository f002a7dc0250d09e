import { type WhatIfId, type WhatIfValues, whatIfChanges } from '../../../explain/what-if.ts';
import { t } from '../../../language/language.ts';
import { IconButton } from '../../../ui/controls/button.tsx';
import { Slider } from '../../../ui/controls/slider.tsx';
import styles from './change-sliders.module.css';
import { changeText, shortValue } from './words.ts';

interface ChangeSlidersProps {
  readonly values: WhatIfValues;
  /** Whose curves the diagram shows. */
  readonly chosen: WhatIfId;
  readonly onChoose: (id: WhatIfId) => void;
  readonly onValue: (id: WhatIfId, value: number) => void;
}

/** A slider for each way to change the drawing; the one that is moved, or whose name is pressed, has the diagram. */
export function ChangeSliders({ values, chosen, onChoose, onValue }: ChangeSlidersProps) {
  return (
    <ul className={styles.sliders} aria-label={t`Changes`}>
      {whatIfChanges.map((change) => {
        const { id, label, from, to, step, neutral } = change;
        return (
          <li key={id} className={styles.row} data-chosen={id === chosen}>
            <button
              type="button"
              className={styles.name}
              aria-pressed={id === chosen}
              aria-label={t`Curve of ${label}`}
              onClick={() => onChoose(id)}
            >
              {label}
            </button>
            <Slider
              label={label}
              min={from}
              max={to}
              step={step}
              value={values[id]}
              valueText={changeText(change, values[id])}
              onChange={(value) => onValue(id, value)}
            />
            <span className={styles.value} translate="no" aria-hidden="true">
              {shortValue(change, values[id])}
            </span>
            <span className={styles.reset} data-shown={values[id] !== neutral}>
              <IconButton icon="reset" label={t`Reset ${label}`} onClick={() => onValue(id, neutral)} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
