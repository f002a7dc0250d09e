import { t } from '../../language/language.ts';
import { Term } from './term.tsx';
import type { TermName } from './terms.ts';
import styles from './words-here.module.css';

/** The words of the field that a part of a page uses, each with its explanation. */
export function WordsHere({ names }: { readonly names: readonly TermName[] }) {
  return (
    <p className={styles.words} data-testid="words-here">
      <span>{t`Words used here:`}</span>
      {names.map((name) => (
        <Term key={name} name={name} />
      ))}
    </p>
  );
}
