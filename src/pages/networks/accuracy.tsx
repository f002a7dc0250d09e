import type { NetworkProvenance } from '../../lenet/provenance.ts';
import { formatPercent } from '../../lib/format.ts';
import styles from './accuracy.module.css';
import { accuracyOf } from './words.ts';

export interface AccuracyProps {
  readonly provenance: NetworkProvenance;
  /** How it is measured on the test images; left out where it is not. */
  readonly measuring?: {
    /** Of the network, for those who do not see where the button stands. */
    readonly name: string;
    readonly underWay: boolean;
    readonly start: () => void;
  };
}

/** How many images it reads rightly, as far as that was measured. */
export function Accuracy({ provenance, measuring }: AccuracyProps) {
  const accuracy = accuracyOf(provenance);
  const missing = provenance.results.testAccuracy === undefined ? measuring : undefined;
  return (
    <div className={styles.accuracy} data-known={accuracy !== null} data-testid="accuracy">
      <strong>{accuracy ? formatPercent(accuracy.share, 2) : '–'}</strong>
      <span>
        {accuracy?.of ?? (missing ? '' : 'not measured')}
        {missing && (
          <button
            type="button"
            className={styles.measure}
            disabled={missing.underWay}
            aria-label={`Measure ${missing.name} on the test images`}
            onClick={missing.start}
          >
            {missing.underWay ? 'Measuring…' : accuracy ? 'Test it' : 'Measure it'}
          </button>
        )}
      </span>
    </div>
  );
}
