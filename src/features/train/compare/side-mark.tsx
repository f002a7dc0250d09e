import type { Side } from '../../../run/contract.ts';
import styles from './side-mark.module.css';

export const sideNames: Readonly<Record<Side, string>> = { a: 'A', b: 'B' };

/** The letter of a run in its colour. */
export function SideMark({ side }: { readonly side: Side }) {
  return (
    <b className={styles.mark} data-side={side} translate="no">
      {sideNames[side]}
    </b>
  );
}
