import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import { t } from '../../../language/language.ts';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import type { CurvePoint, CurveSeries } from '../../../pictures/curves.ts';
import type { RunCurves } from '../../../run/contract.ts';
import { CurveChart, type CurveSource, type MomentSource } from '../../../ui/charts/curve-chart.tsx';
import { EarlierCurves, writeEarlier } from '../../../ui/charts/earlier-curves.tsx';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import { formatLoss, lossWords } from '../../../ui/run-words.ts';
import { exampleNote, exampleOf, subscribeBoth, useExampleOf } from '../example/use-example.ts';
import { useShownArchitecture } from '../network/shown-architecture.ts';
import type { TrainModel } from '../train-model.ts';
import styles from '../train-page.module.css';
import { type Metric, momentsOf, seriesOf } from './curves.ts';
import own from './curves-section.module.css';

/** Loss and accuracy of the run, with earlier ones to compare. */
export function CurvesSection({ model }: { readonly model: TrainModel }) {
  const loss = useMemo(() => curveSource(model, 'loss'), [model]);
  const accuracy = useMemo(() => curveSource(model, 'accuracy'), [model]);
  const moments = useMemo(() => momentSource(model), [model]);
  const changes = useSyncExternalStore(moments.subscribe, moments.latest).filter(
    ({ kind }) => kind === 'changed',
  );
  const recorded = useExampleOf(model);
  const begun = useStore(model.client.store, ({ status }) => status.runId !== null);
  const shown = useShownArchitecture(model);
  const architecture = recorded ? lenet5 : shown;
  const note = recorded ? exampleNote : undefined;
  const table = useRef<HTMLTableElement>(null);
  const writeLoss = useCallback((points: Readings) => writeEarlier(table.current, 0, points, formatLoss), []);
  const writeAccuracy = useCallback(
    (points: Readings) => writeEarlier(table.current, 1, points, formatPercent),
    [],
  );
  return (
    <section className={styles.curves} aria-label={t`Curves`}>
      <CurveChart
        label={t`Loss`}
        yLabel={lossWords[architecture.loss.kind]}
        format={formatLoss}
        log
        source={loss}
        moments={moments}
        note={note}
        onEarlier={writeLoss}
      />
      <CurveChart
        label={t`Accuracy`}
        yLabel={t`share right`}
        format={formatPercent}
        log="to-one"
        source={accuracy}
        moments={moments}
        note={note}
        onEarlier={writeAccuracy}
      />
      <div className={own.earlier}>
        <div className={own.why}>
          <Disclosure summary={t`Why can validation be better than training?`}>
            <p>
              {t`Training accuracy is a mean over the last steps, on distorted images that the network is still learning. Validation accuracy is measured on clean images, with the newest network.`}
            </p>
          </Disclosure>
        </div>
        <EarlierCurves
          table={table}
          title={t`Earlier runs, validation`}
          columns={columns}
          source={loss}
          none={recorded ? whatComes(recorded.curves.testAccuracy ?? 0) : begun ? firstRun : noRuns}
        />
      </div>
      {changes.length > 0 && (
        <ul className="visually-hidden">
          {changes.map(({ step, words }) => (
            <li key={step}>{t`Changed at step ${formatCount(step)}: ${words}`}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

const noRuns = t`No earlier runs yet. They will appear here as dashed lines.`;
const firstRun = t`Nothing to compare with yet. Your next run will show this one as a dashed line.`;
const whatComes = (accuracy: number) =>
  t`Start teaches a new network to read handwritten digits, and these curves will show that run. The recorded run ended with ${formatPercent(accuracy)} of the test images right.`;

type Readings = readonly (CurvePoint | undefined)[];

const columns = [t`Loss`, t`Accuracy`];

/** The same array as long as nothing that is marked has changed. */
function momentSource({ client: { store } }: TrainModel): MomentSource {
  let { changes, shownStep } = store.getState();
  let moments = momentsOf({ changes, shownStep });
  return {
    subscribe: store.subscribe,
    latest() {
      const now = store.getState();
      if (now.changes !== changes || now.shownStep !== shownStep) {
        ({ changes, shownStep } = now);
        moments = momentsOf(now);
      }
      return moments;
    },
  };
}

/** The same array as long as no curve has changed, whatever else the store tells of. */
function curveSource(model: TrainModel, metric: Metric): CurveSource {
  const { store } = model.client;
  let now: RunCurves | null = null;
  let before: readonly RunCurves[] = [];
  let series: readonly CurveSeries[] = [];
  return {
    subscribe: subscribeBoth(model),
    latest() {
      const { earlier, ...view } = store.getState();
      const curves = exampleOf(model)?.curves ?? view.curves;
      if (curves !== now || earlier !== before) {
        now = curves;
        before = earlier;
        series = seriesOf(now, before, metric);
      }
      return series;
    },
  };
}
