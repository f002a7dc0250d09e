import { useMemo } from 'react';
import { formatPercent } from '../../lib/format.ts';
import type { CurveSeries } from '../../pictures/curves.ts';
import type { RunCurves } from '../../training/run-contract.ts';
import type { TrainerClient } from '../../training/trainer-client.ts';
import { CurveChart, type CurveSource } from '../../ui/charts/curve-chart.tsx';
import { type Metric, seriesOf } from './curves.ts';
import styles from './train-page.module.css';

export interface CurvesSectionProps {
  readonly store: TrainerClient['store'];
}

/** Loss and accuracy of the run, with earlier ones to compare. */
export function CurvesSection({ store }: CurvesSectionProps) {
  const loss = useMemo(() => curveSource(store, 'loss'), [store]);
  const accuracy = useMemo(() => curveSource(store, 'accuracy'), [store]);
  return (
    <section className={styles.curves} aria-label="Curves">
      <CurveChart label="Loss" yLabel="cross-entropy, nats" format={formatLoss} log source={loss} />
      <CurveChart label="Accuracy" yLabel="share right" format={formatShare} log="to-one" source={accuracy} />
    </section>
  );
}

/** The same array as long as no curve has changed, whatever else the store tells of. */
function curveSource(store: TrainerClient['store'], metric: Metric): CurveSource {
  let now: RunCurves | null = null;
  let before: readonly RunCurves[] = [];
  let series: readonly CurveSeries[] = [];
  return {
    subscribe: store.subscribe,
    latest() {
      const { curves, earlier } = store.getState();
      if (curves !== now || earlier !== before) {
        now = curves;
        before = earlier;
        series = seriesOf(now, before, metric);
      }
      return series;
    },
  };
}

function formatLoss(loss: number): string {
  return loss >= 100 ? loss.toExponential(1) : loss.toPrecision(3);
}

function formatShare(share: number): string {
  return formatPercent(share);
}
