import { isEmpty } from '../../digits/drawing/drawing.ts';
import { t } from '../../language/language.ts';
import { tx } from '../page/tx.ts';
import type { DrawingModelStore } from './model.ts';
import styles from './number-note.module.css';
import { useModel } from './use-model.ts';

/** Below a paper for one digit: where the number is. */
export function NumberNote({ store }: { readonly store: DrawingModelStore }) {
  const waits = useModel(store, ({ number }) => number !== null && !isEmpty(number));
  if (!waits) return null;
  return (
    <p className={styles.note} data-testid="number-note">
      {tx`This page reads one digit. Your whole number is still on ${<a href="#/">{t`Draw`}</a>}.`}
    </p>
  );
}
