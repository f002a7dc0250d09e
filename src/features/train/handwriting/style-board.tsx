import { type KeyboardEvent, useRef, useState } from 'react';
import { wayPath } from '../../../digits/drawing/ink-path.ts';
import { type StyleGroup, styleGroups } from '../../../digits/synthesis/style-choice.ts';
import { styleTitle } from '../../../digits/synthesis/titles.ts';
import { t } from '../../../language/language.ts';
import { arrowKeys } from '../../../ui/arrow-keys.ts';
import styles from './style-board.module.css';

interface StyleBoardProps {
  readonly off: readonly string[];
  readonly onSwitch: (names: readonly string[], on: boolean) => void;
}

/** Every style of every digit, to switch on and off. */
export function StyleBoard({ off, onSwitch }: StyleBoardProps) {
  return (
    <div className={styles.board}>
      {styleGroups.map((group) => (
        <Digit key={group.digit} group={group} off={off} onSwitch={onSwitch} />
      ))}
    </div>
  );
}

/** One stop of the Tab key for the digit, one for its styles; arrow keys go from style to style. */
function Digit({ group, off, onSwitch }: StyleBoardProps & { readonly group: StyleGroup }) {
  const row = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState(0);
  const names = group.styles.map(({ name }) => name);
  const on = names.filter((name) => !off.includes(name)).length;
  const pressed = on === names.length ? 'true' : on > 0 ? 'mixed' : 'false';

  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    const last = names.length - 1;
    const arrow = arrowKeys[key];
    const next = key === 'Home' ? 0 : key === 'End' ? last : arrow ? current + arrow[0] + arrow[1] : null;
    if (next === null) return;
    event.preventDefault();
    row.current?.querySelectorAll('button')[Math.max(0, Math.min(last, next))]?.focus();
  };

  return (
    <fieldset className={styles.digit} aria-label={t`Styles of ${group.digit}`} data-digit={group.digit}>
      <button
        type="button"
        className={styles.all}
        aria-pressed={pressed}
        aria-label={t`All styles of ${group.digit}: ${on} of ${names.length} are on`}
        title={pressed === 'true' ? t`Switch all off` : t`Switch all on`}
        onClick={() => onSwitch(names, pressed !== 'true')}
      >
        <b translate="no">{group.digit}</b>
        <span className={styles.count} translate="no">
          {t`${on} of ${names.length}`}
        </span>
      </button>
      <ul ref={row} className={styles.row}>
        {group.styles.map(({ name, strokes }, at) => (
          <li key={name}>
            <button
              type="button"
              className={styles.style}
              aria-pressed={!off.includes(name)}
              aria-label={styleTitle(name)}
              title={styleTitle(name)}
              tabIndex={at === current ? 0 : -1}
              onFocus={() => setCurrent(at)}
              onKeyDown={onKeyDown}
              onClick={() => onSwitch([name], off.includes(name))}
            >
              <svg viewBox="-12 -12 124 124" aria-hidden="true">
                <path d={wayPath(strokes)} />
              </svg>
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
