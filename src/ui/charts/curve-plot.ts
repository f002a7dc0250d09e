import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import {
  aligned,
  type CurvePoint,
  type CurveSeries,
  smoothed,
  stepRange,
  thinned,
  valueAt,
} from '../../pictures/curves.ts';
import { type CurveScale, scaleParts } from './curve-scales.ts';

/** The canvas of a chart of curves, by uPlot. It knows nothing of React: points come ten times a second. */

export interface CurvePlotOptions {
  readonly scale: CurveScale;
  readonly format: (value: number) => string;
  /** Called when the pointer comes, moves or leaves, on this chart or on one beside it. */
  readonly onHover: () => void;
}

/** What the chart says in numbers: at the pointer, else at the end. */
export interface CurveReading {
  /** Null when nothing is drawn. */
  readonly step: number | null;
  /** One a series; undefined where it has none at that step. */
  readonly values: readonly (number | undefined)[];
}

export interface CurvePlot {
  show(series: readonly CurveSeries[]): void;
  resize(): void;
  reading(): CurveReading;
  destroy(): void;
}

/** The training curve is smoothed over this share of the steps that are shown. */
const smoothing = 1 / 150;
/** Charts with this key show their pointer's step on one another. */
const syncKey = 'lenet-lab.curves';

/** @param kinds of the series that will be shown, in their order: the lines' styles are set once */
export function createCurvePlot(
  host: HTMLElement,
  kinds: readonly CurveSeries['kind'][],
  { scale, format, onHover }: CurvePlotOptions,
): CurvePlot {
  const y = scaleParts[scale];
  const colours = readColours(host);
  const font = `12px ${getComputedStyle(host).fontFamily}`;
  const axis = {
    stroke: colours.words,
    font,
    ticks: { show: false },
    grid: { stroke: colours.grid, width: 1 },
  };
  const size = () => ({ width: host.clientWidth, height: host.clientHeight });
  /** What is read at the pointer, series after series. */
  let read: readonly (readonly CurvePoint[])[] = [];
  let end: number | null = null;

  const plot = new uPlot(
    {
      ...size(),
      legend: { show: false },
      padding: [8, 16, 0, 0],
      cursor: {
        y: false,
        drag: { x: false, y: false },
        points: { show: false },
        sync: { key: syncKey, setSeries: false },
      },
      scales: { x: { time: false }, y: y.scale },
      axes: [
        { ...axis, size: 28, space: 56, grid: { show: false }, values: (_, steps) => steps.map(inThousands) },
        {
          ...axis,
          ...y.axis,
          grid: { ...axis.grid, ...y.axis.grid },
          size: 56,
          values: (_, values) => values.map((value) => (value === null ? '' : format(value))),
        },
      ],
      series: [{}, ...kinds.flatMap((kind) => linesOf(kind, colours))],
      hooks: { setCursor: [onHover] },
    },
    undefined,
    host,
  );

  return {
    show(series) {
      const range = stepRange(series);
      end = range?.[1] ?? null;
      const [from, to] = range ?? [0, 0];
      const columns = Math.max(1, plot.width);
      const smooth = Math.max(1, (to - from) * smoothing);
      read = series.map(({ kind, points }) => (kind === 'training' ? smoothed(points, smooth) : points));
      const lines = series.flatMap(({ kind, points }, at) =>
        kind === 'training' ? [points, read[at] ?? []] : [points],
      );
      const { steps, values } = aligned(
        lines.map((points) => thinned(points, columns, from, to).filter(({ value }) => y.shows(value))),
      );
      plot.setData([steps, ...values]);
    },
    resize() {
      if (host.clientWidth > 0) plot.setSize(size());
    },
    reading() {
      const { left = -1 } = plot.cursor;
      const pointed = left >= 0 ? Math.round(plot.posToVal(left, 'x')) : null;
      const step = end === null || pointed === null ? end : Math.min(end, Math.max(0, pointed));
      return { step, values: read.map((points) => (step === null ? undefined : valueAt(points, step))) };
    },
    destroy: () => plot.destroy(),
  };
}

interface Colours {
  readonly training: string;
  readonly trainingFaint: string;
  readonly validation: string;
  readonly earlier: string;
  readonly words: string;
  readonly grid: string;
}

/** A canvas cannot read style sheets: the tokens as they are now. */
function readColours(host: HTMLElement): Colours {
  const probe = host.appendChild(document.createElement('i'));
  const read = (colour: string) => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const colours = {
    training: read('var(--ink-2)'),
    trainingFaint: read('color-mix(in srgb, var(--ink-2) 30%, transparent)'),
    validation: read('var(--accent)'),
    earlier: read('var(--ink-3)'),
    words: read('var(--ink-2)'),
    grid: read('var(--line)'),
  };
  probe.remove();
  return colours;
}

/** Kinds differ in more than colour: earlier runs are dashed, validation shows where it was measured. */
function linesOf(kind: CurveSeries['kind'], colours: Colours): uPlot.Series[] {
  const line = { spanGaps: true, points: { show: false } };
  switch (kind) {
    case 'training':
      return [
        { ...line, stroke: colours.trainingFaint, width: 1 },
        { ...line, stroke: colours.training, width: 1.5 },
      ];
    case 'validation':
      return [
        {
          ...line,
          stroke: colours.validation,
          width: 1.75,
          points: { show: fewPoints, size: 5, fill: colours.validation, stroke: colours.validation },
        },
      ];
    case 'earlier':
      return [{ ...line, stroke: colours.earlier, width: 1, dash: [5, 4] }];
  }
}

/** Dots that touch one another say nothing. */
function fewPoints(plot: uPlot, series: number): boolean {
  const values = plot.data[series] ?? [];
  let count = 0;
  for (const value of values) if (value !== null && value !== undefined) count += 1;
  return count * 12 < plot.width;
}

/** 12000 -> "12k": steps stay short on a phone. */
function inThousands(step: number): string {
  return step >= 1000 ? `${step / 1000}k` : `${step}`;
}
