import { useStore } from 'zustand/react';
import { t } from '../../language/language.ts';
import { formatPercent } from '../../lib/format.ts';
import { syntheticName } from '../../storage/stored-titles.ts';
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

function otherText(kind: Exclude<AccuracyKind, 'test'>, share: string, dataName: string | null): string {
  if (kind === 'validation') return t`${share} of validation images`;
  return kind === 'synthetic' || dataName === syntheticName
    ? t`${share} of synthetic test digits`
    : t`${share} of its data set’s test images`;
}

/** The share of MNIST's test images; another figure has another form, so that nobody compares the two. */
export function Accuracy({ model, network, usable }: AccuracyProps) {
  const { id, name, provenance } = network;
  const underWay = useStore(model.state, ({ measuring }) => measuring.includes(id));
  const accuracy = accuracyOf(provenance);
  if (accuracy?.kind === 'test') {
    return (
      <div className={styles.accuracy} data-kind="test" data-testid="accuracy">
        <strong translate="no">{formatPercent(accuracy.share, 2)}</strong>
        <span>{t`of MNIST’s test images`}</span>
      </div>
    );
  }
  return (
    <div className={styles.accuracy} data-kind={accuracy?.kind ?? 'none'} data-testid="accuracy">
      <span className={styles.other}>
        {accuracy
          ? otherText(accuracy.kind, formatPercent(accuracy.share, 2), provenance.dataName)
          : t`Not measured`}
      </span>
      <span>
        {accuracy && t`Not measured on MNIST`}
        {usable && (
          <button
            type="button"
            className={styles.measure}
            disabled={underWay}
            aria-label={t`Measure ${name} on the test images`}
            onClick={() => void measure(model, network)}
          >
            {underWay ? t`Measuring…` : t`Measure`}
          </button>
        )}
      </span>
    </div>
  );
}
