import { useMemo } from 'react';
import { t } from '../../../language/language.ts';
import { formatPercent } from '../../../lib/format.ts';
import { architectureNamed } from '../../../network/architecture-names.ts';
import type { CurveSeries } from '../../../pictures/curves.ts';
import { CurveChart, type CurveSource } from '../../../ui/charts/curve-chart.tsx';
import { formatLoss, lossWords } from '../../../ui/run-words.ts';
import type { ShownNetwork } from '../networks-model.ts';
import styles from './compare-section.module.css';

/** Validation of both networks' runs in one chart, of the loss and of the accuracy. */
export function CompareCurves({ networks }: { readonly networks: readonly [ShownNetwork, ShownNetwork] }) {
  const [first, second] = networks;
  const loss = useMemo(() => curveSource(first, second, 'loss'), [first, second]);
  const accuracy = useMemo(() => curveSource(first, second, 'accuracy'), [first, second]);
  const without = networks.filter(({ validation }) => validation.length === 0);
  if (without.length === 2) {
    return (
      <p className={styles.none}>{t`Neither network has curves. Networks that you train here have them.`}</p>
    );
  }
  return (
    <div className={styles.charts}>
      <CurveChart
        label={t`Validation loss`}
        yLabel={lossOf(networks)}
        format={formatLoss}
        log
        source={loss}
      />
      <CurveChart
        label={t`Validation accuracy`}
        yLabel={t`share right`}
        format={formatPercent}
        log="to-one"
        source={accuracy}
      />
      {without[0] && <p className={styles.none}>{t`${without[0].name} has no curves.`}</p>}
    </div>
  );
}

/** Two losses share a chart, and no scale. */
function lossOf(networks: readonly ShownNetwork[]): string {
  const kinds = networks.map(({ provenance }) => architectureNamed(provenance.architecture).loss.kind);
  const [kind] = new Set(kinds);
  return kind && new Set(kinds).size === 1 ? lossWords[kind] : t`nats, of two losses`;
}

/** Nothing of it changes: another pair has another source. */
function curveSource(first: ShownNetwork, second: ShownNetwork, metric: 'loss' | 'accuracy'): CurveSource {
  const curveOf = ({ name, validation }: ShownNetwork, kind: CurveSeries['kind']): CurveSeries => ({
    name,
    kind,
    points: validation.map((point) => ({ step: point.step, value: point[metric] })),
  });
  const series = [curveOf(first, 'validation'), curveOf(second, 'earlier')];
  return { subscribe: () => () => undefined, latest: () => series };
}
