import { useCallback, useMemo, useRef } from 'react';
import type { TrainerClient } from '../../../lab/training/client.ts';
import { formatPercent } from '../../../lib/format.ts';
import type { CurvePoint, CurveSeries } from '../../../pictures/curves.ts';
import type { RunCurves } from '../../../run/contract.ts';
import { CurveChart, type CurveSource } from '../../../ui/charts/curve-chart.tsx';
import { EarlierCurves, writeEarlier } from '../../../ui/charts/earlier-curves.tsx';
import { formatLoss } from '../../../ui/run-words.ts';
import styles from '../train-page.module.css';
import { earlierShown, type Metric, seriesOf } from './curves.ts';
import own from './curves-section.module.css';

/** Loss and accuracy of the run, with earlier ones to compare. */
export function CurvesSection({ store }: { readonly store: TrainerClient['store'] }) {
  const loss = useMemo(() => curveSource(store, 'loss'), [store]);
  const accuracy = useMemo(() => curveSource(store, 'accuracy'), [store]);
  const table = useRef<HTMLTableElement>(null);
  const writeLoss = useCallback((points: Readings) => writeEarlier(table.current, 0, points, formatLoss), []);
  const writeAccuracy = useCallback(
    (points: Readings) => writeEarlier(table.current, 1, points, formatPercent),
    [],
  );
  return (
    <section className={styles.curves} aria-label="Curves">
      <CurveChart
        label="Loss"
        yLabel="cross-entropy, nats"
        format={formatLoss}
        log
        source={loss}
        onEarlier={writeLoss}
      />
      <CurveChart
        label="Accuracy"
        yLabel="share right"
        format={formatPercent}
        log="to-one"
        source={accuracy}
        onEarlier={writeAccuracy}
      />
      <div className={own.earlier}>
        <EarlierCurves
          table={table}
          title="Earlier runs, validation"
          columns={columns}
          source={loss}
          most={earlierShown}
        />
      </div>
    </section>
  );
}

type Readings = readonly (CurvePoint | undefined)[];

const columns = ['Loss', 'Accuracy'];

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
