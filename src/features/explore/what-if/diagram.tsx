import { useEffect, useState } from 'react';
import { stopsOf, type WhatIfChange, type WhatIfMoment } from '../../../explain/what-if.ts';
import type { Robustness, WhatIfWorker } from '../../../lab/explaining/what-if-contract.ts';
import { t } from '../../../language/language.ts';
import { formatPercent } from '../../../lib/format.ts';
import { digitClasses } from '../../../network/labels.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { ProgressBar } from '../../../ui/controls/progress-bar.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { digitsText } from '../looks/words.ts';
import { CurveLegend, type LegendEntry } from './curve-legend.tsx';
import { CurveTable } from './curve-table.tsx';
import styles from './diagram.module.css';
import { mostNetworks, type OtherNetwork, useChosen } from './other-networks.ts';
import { RobustnessChart, type ShareCurve } from './robustness-chart.tsx';
import type { DrawingCurve } from './use-drawing-curve.ts';
import { type MeasuredNetwork, useRobustness } from './use-robustness.ts';
import { capital, changeText, type SharePoint, shareText, shortValue } from './words.ts';

interface DiagramProps {
  readonly explainer: Pick<WhatIfWorker, 'robustness' | 'stopRobustness'>;
  readonly change: WhatIfChange;
  readonly value: number;
  /** When the changes come to the test digits. */
  readonly moment: WhatIfMoment;
  /** Of this slider; null while it is not known. */
  readonly drawn: DrawingCurve | null;
  /** What the unchanged drawing is read as. */
  readonly digit: number;
  readonly answering: MeasuredNetwork;
  readonly others: readonly OtherNetwork[];
  readonly onValue: (value: number) => void;
  /** What is said of the drawing, in a sentence; said again with what the diagram has to say. */
  readonly sentence: string;
}

/** Over the whole range of one slider: the answer to this drawing, and how up to four networks read test digits. */
export function Diagram(props: DiagramProps) {
  const { explainer, change, value, moment, drawn, digit, answering, others, onValue, sentence } = props;
  const [pointed, setPointed] = useState<number | null>(null);
  const chosen = useChosen(others);
  const networks = [answering, ...chosen.networks];
  const measuring = useRobustness(explainer, networks, change.id, moment);
  const shown = pointed ?? value;
  const drawing = drawn ? drawingCurves(change, drawn, digit) : [];
  const measured: ShareCurve[] = networks.map(({ id }, nth) => ({
    key: id,
    style: { kind: 'network', nth },
    points: pointsOf(change, measuring.curves.get(id)),
  }));
  const curves = [...drawing, ...measured];
  const own = drawing.find(({ style }) => style.kind === 'drawing');
  const entries: LegendEntry[] = [
    {
      key: 'drawing',
      style: { kind: 'drawing', nth: 0 },
      name: t`Your drawing: probability of ${digit}`,
      text: shareText(own?.points ?? [], shown),
    },
    ...networks.map(({ id, name }, nth) => ({
      key: id,
      style: { kind: 'network', nth } as const,
      name,
      text: shareText(measured[nth]?.points ?? [], shown),
      ...(nth > 0 && { onRemove: () => chosen.remove(id) }),
    })),
  ];
  const [some] = [...measuring.curves.values()];
  return (
    <section className={styles.diagram} aria-label={t`Diagram`}>
      <h3>{t`${change.label}: ${shortValue(change, change.from)} to ${shortValue(change, change.to)}`}</h3>
      <RobustnessChart
        change={change}
        curves={curves}
        value={value}
        pointed={pointed}
        onPoint={setPointed}
        onValue={onValue}
      />
      <CurveLegend entries={entries} />
      <div className={styles.work}>
        <p className={styles.fact} data-testid="measured-on">
          {workText(measuring, some, networks, change)}
        </p>
        {measuring.share !== null && <Button onClick={measuring.stop}>{t`Stop`}</Button>}
        {measuring.stopped && <Button onClick={measuring.goOn}>{t`Measure`}</Button>}
        <div className={styles.progress} data-running={measuring.share !== null}>
          <ProgressBar label={t`Reading changed test digits`} share={measuring.share ?? 1} />
        </div>
      </div>
      <div className={styles.compare}>
        {networks.length < mostNetworks && chosen.left.length > 0 ? (
          <Select
            label={t`Compare with`}
            layout="inline"
            value=""
            options={[
              { value: '', label: t`another network…` },
              ...chosen.left.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(id) => id && chosen.add(id)}
          />
        ) : (
          <p className={styles.fact}>
            {networks.length < mostNetworks
              ? t`Save more networks to compare them here.`
              : t`${mostNetworks} networks fit in one diagram.`}
          </p>
        )}
      </div>
      {chosen.failures.map((failure) => (
        <p key={failure} role="alert">
          {failure}
        </p>
      ))}
      <Spoken text={spokenText(sentence, change, value, measuring.curves.get(answering.id))} />
      <CurveTable
        change={change}
        columns={[
          { name: t`Your drawing: ${digit}`, points: own?.points ?? [] },
          ...networks.map(({ name }, nth) => ({ name, points: measured[nth]?.points ?? [] })),
        ]}
      />
    </section>
  );
}

/** For screen readers, once a slider rests. */
function Spoken({ text }: { readonly text: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text), sayMs);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p className="visually-hidden" role="status" data-testid="what-if-words">
      {said}
    </p>
  );
}
const sayMs = 600;

/** "Turned by 30 degrees, it is read as 4, 71.0 % sure. Turned by 30 degrees, 831 of 1,000 test digits are right." */
function spokenText(
  sentence: string,
  change: WhatIfChange,
  value: number,
  measured: Robustness | undefined,
): string {
  const point = pointsOf(change, measured).find((one) => one.value === value);
  if (!measured || !point) return sentence;
  const how = capital(changeText(change, value));
  const share = formatPercent(point.share);
  return [sentence, t`${how}, ${share} of ${digitsText(measured)} are read right.`].join(' ');
}

function workText(
  { share, stopped, failure }: ReturnType<typeof useRobustness>,
  some: Robustness | undefined,
  networks: readonly MeasuredNetwork[],
  { label }: WhatIfChange,
): string {
  if (failure !== null) return t`The test digits could not be loaded: ${failure}`;
  if (share !== null) return t`Reading test digits, ${Math.floor(100 * share)} % of the way.`;
  if (networks.some(({ parameters }) => !parameters))
    return t`A network is still changing or loading. It is measured when it stops.`;
  if (stopped) return t`Stopped.`;
  return some ? t`Networks: share right of ${digitsText(some)}, with “${label}” alone.` : '';
}

function pointsOf(change: WhatIfChange, measured: Robustness | undefined): SharePoint[] {
  if (!measured) return [];
  const values = stopsOf(change);
  return measured.right.map((right, at) => ({
    value: values[at] as number,
    share: right / measured.total,
  }));
}

/** A digit that leads at some stop of the slider. */
const leading = 0.5;

/** The answer's own curve, and faint ones of the digits that take its place somewhere. */
function drawingCurves(
  change: WhatIfChange,
  { id, probabilities }: DrawingCurve,
  digit: number,
): ShareCurve[] {
  if (id !== change.id) return [];
  const stops = stopsOf(change);
  const curveOf = (of: number): SharePoint[] =>
    stops.map((value, at) => ({ value, share: probabilities[at * digitClasses.length + of] ?? 0 }));
  const rivals = digitClasses
    .filter((of) => of !== digit)
    .map((of) => ({ of, points: curveOf(of) }))
    .filter(({ points }) => points.some(({ share }) => share > leading));
  return [
    ...rivals.map(({ of, points }) => ({
      key: `rival ${of}`,
      style: { kind: 'rival', nth: 0 } as const,
      points,
      mark: String(of),
    })),
    { key: 'drawing', style: { kind: 'drawing', nth: 0 }, points: curveOf(digit) },
  ];
}
