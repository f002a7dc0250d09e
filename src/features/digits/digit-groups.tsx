import { memo } from 'react';
import type { OwnDigit } from '../../digits/own/own-digits.ts';
import { locale, t } from '../../language/language.ts';
import { formatCount, withArticle } from '../../lib/format.ts';
import { digitClasses } from '../../network/labels.ts';
import styles from './digit-groups.module.css';
import { DrawingPicture } from './drawing-picture/drawing-picture.tsx';

interface DigitGroupsProps {
  readonly digits: readonly OwnDigit[];
  /** Ids of those that contradict another. */
  readonly contrary: ReadonlySet<string>;
  readonly onOpen: (id: string) => void;
  readonly onDelete: (id: string) => void;
}

/** The digits by their labels, each a button that opens it; Delete deletes. */
export function DigitGroups({ digits, contrary, onOpen, onDelete }: DigitGroupsProps) {
  const missing = digitClasses.filter((label) => digits.every((digit) => digit.label !== label));
  return (
    <div className={styles.groups}>
      {digitClasses.map((label) => {
        const own = digits.filter((digit) => digit.label === label);
        if (own.length === 0) return null;
        return (
          <section key={label} className={styles.group} aria-label={t`Label ${label}`}>
            <h2 className={styles.label}>
              {label}
              <span className={styles.count} translate="no">
                {formatCount(own.length)}
              </span>
            </h2>
            <ul className={styles.tiles}>
              {own.map((digit) => (
                <li key={digit.id}>
                  <button
                    type="button"
                    className={styles.tile}
                    aria-label={nameOf(digit, contrary.has(digit.id))}
                    aria-keyshortcuts="Delete"
                    data-contrary={contrary.has(digit.id)}
                    onClick={() => onOpen(digit.id)}
                    onKeyDown={(event) => {
                      if (event.key === 'Delete') onDelete(digit.id);
                    }}
                  >
                    <Picture digit={digit} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {missing.length > 0 && <p className={styles.missing}>{t`No examples yet of ${missing.join(', ')}.`}</p>}
    </div>
  );
}

/** A thousand of them stand still while one changes. */
const Picture = memo(
  ({ digit }: { readonly digit: OwnDigit }) => <DrawingPicture drawing={digit.drawing} />,
  (before, now) => before.digit.drawing === now.digit.drawing,
);

function nameOf({ label, savedAt }: OwnDigit, contrary: boolean): string {
  const day = new Date(savedAt).toLocaleDateString(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const name = withArticle(label);
  const what = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return contrary ? t`${what} saved on ${day}, contradicted by another label` : t`${what} saved on ${day}`;
}
