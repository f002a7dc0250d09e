import type { NetworkProvenance } from '../../lenet/provenance.ts';
import { formatPercent } from '../../lib/format.ts';
import styles from './accuracy.module.css';
import { accuracyOf } from './words.ts';

/** How many images it reads rightly, as far as that was measured. */
export function Accuracy({ provenance }: { readonly provenance: NetworkProvenance }) {
  const accuracy = accuracyOf(provenance);
  return (
    <p className={styles.accuracy} data-known={accuracy !== null}>
      <strong>{accuracy ? formatPercent(accuracy.share, 2) : '–'}</strong>
      <span>{accuracy ? accuracy.of : 'not measured'}</span>
    </p>
  );
}
