import { useStore } from 'zustand/react';
import { formatPercent } from '../../lib/format.ts';
import styles from './accuracy.module.css';
import { measure } from './network-actions.ts';
import type { NetworksModel, ShownNetwork } from './networks-model.ts';
import { type AccuracyKind, accuracyOf } from './words.ts';

interface AccuracyProps {
  readonly model: NetworksModel;
  readonly network: ShownNetwork;
  /** Whether its weights are here, so that it can be measured. */
  readonly usable: boolean;
}

const otherKinds: Readonly<Record<Exclude<AccuracyKind, 'test'>, string>> = {
  'own test': 'Test, its own data',
  validation: 'Validation',
  synthetic: 'Synthetic digits',
};

/** The share of MNIST's test images; another figure has another form, so that nobody compares the two. */
export function Accuracy({ model, network, usable }: AccuracyProps) {
  const { id, name, provenance } = network;
  const underWay = useStore(model.state, ({ measuring }) => measuring.includes(id));
  const accuracy = accuracyOf(provenance);
  if (accuracy?.kind === 'test') {
    return (
      <div className={styles.accuracy} data-kind="test" data-testid="accuracy">
        <strong translate="no">{formatPercent(accuracy.share, 2)}</strong>
        <span>of the test images</span>
      </div>
    );
  }
  return (
    <div className={styles.accuracy} data-kind={accuracy?.kind ?? 'none'} data-testid="accuracy">
      <span className={styles.other}>
        {accuracy ? `${otherKinds[accuracy.kind]} ${formatPercent(accuracy.share, 2)}` : 'Not measured'}
      </span>
      <span>
        {accuracy && 'not tested'}
        {usable && (
          <button
            type="button"
            className={styles.measure}
            disabled={underWay}
            aria-label={`Measure ${name} on the test images`}
            onClick={() => void measure(model, network)}
          >
            {underWay ? 'Measuring…' : accuracy ? 'Test it' : 'Measure it'}
          </button>
        )}
      </span>
    </div>
  );
}
