import { useMemo } from 'react';
import type { TrainerClient, TrainerView } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import { formatPercent } from '../../../lib/format.ts';
import type { CurveSeries } from '../../../pictures/curves.ts';
import { type MetricPoint, type Pair, sides } from '../../../run/contract.ts';
import { CurveChart, type CurveSource } from '../../../ui/charts/curve-chart.tsx';
import { formatLoss, lossWords } from '../../../ui/run-words.ts';
import type { Metric } from '../curves/curves.ts';
import styles from './compare-page.module.css';
import { sideNames } from './side-mark.tsx';

/** Loss and accuracy of both runs over the same steps. */
export function CompareCurves({ client }: { readonly client: TrainerClient }) {
  const loss = useMemo(() => curveSource(client, 'loss'), [client]);
  const accuracy = useMemo(() => curveSource(client, 'accuracy'), [client]);
  return (
    <section className={styles.charts} aria-label={t`Curves`}>
      <CurveChart label={t`Loss`} yLabel={lossWords['cross-entropy']} format={formatLoss} log source={loss} />
      <CurveChart
        label={t`Accuracy`}
        yLabel={t`share right`}
        format={formatPercent}
        log="to-one"
        source={accuracy}
      />
    </section>
  );
}

function curveSource({ comparison }: TrainerClient, metric: Metric): CurveSource {
  let shown: { readonly of: readonly unknown[]; readonly series: readonly CurveSeries[] } | null = null;
  return {
    subscribe: comparison.subscribe,
    latest: () => {
      const { views } = comparison.getState();
      const of = [views?.a.curves, views?.b.curves];
      if (shown?.of[0] !== of[0] || shown?.of[1] !== of[1] || shown === null) {
        shown = { of, series: views ? seriesOf(views, metric) : [] };
      }
      return shown.series;
    },
  };
}

/** Validation lies over training, and A over B. */
function seriesOf(views: Pair<TrainerView>, metric: Metric): readonly CurveSeries[] {
  const points = (of: readonly MetricPoint[] = []) =>
    of.map((point) => ({ step: point.step, value: point[metric] }));
  return [
    ...sides.map((side): CurveSeries => {
      const { curves } = views[side];
      return {
        name: t`${sideNames[side]} training`,
        kind: `${side} training`,
        points: points(curves?.training),
      };
    }),
    ...sides.map((side): CurveSeries => {
      const { curves } = views[side];
      return { name: t`${sideNames[side]} validation`, kind: side, points: points(curves?.validation) };
    }),
  ];
}
