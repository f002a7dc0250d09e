import './valid-language.ts';
import uPlot from 'uplot';
import { formatExact } from '../../lib/format-sizes.ts';
import {
  aligned,
  type CurvePoint,
  type CurveSeries,
  smoothed,
  stepRange,
  thinned,
} from '../../pictures/curves.ts';
import { readColours } from '../read-colours.ts';
import { type CurveMoment, drawMoment } from './curve-moments.ts';
import { endOf, readingAt } from './curve-reading.ts';
import { type CurveScale, scaleParts } from './curve-scales.ts';
import { lineDash } from './line-dash.ts';

/** The canvas of a chart of curves, by uPlot. It knows nothing of React: points come ten times a second. */

interface CurvePlotOptions {
  readonly scale: CurveScale;
  readonly format: (value: number) => string;
  /** Whether earlier runs are read at their own ends while nothing is pointed at, else at the run's. */
  readonly earlierApart: boolean;
  /** What is marked: asked whenever it draws. */
  readonly moments: () => readonly CurveMoment[];
  /** Called when the pointer comes, moves or leaves, on this chart or on one beside it. */
  readonly onHover: () => void;
}

/** The training curve is smoothed over this share of the steps that are shown. */
const smoothing = 1 / 150;
/** Words of changes are set in so many lines in turn. */
const wordLines = 3;
/** Charts with this key show their pointer's step on one another. */
const syncKey = 'lenet-lab.curves';

/** @param kinds of the series that will be shown, in their order: the lines' styles are set once */
export function createCurvePlot(
  host: HTMLElement,
  kinds: readonly CurveSeries['kind'][],
  { scale, format, earlierApart, moments, onHover }: CurvePlotOptions,
) {
  const y = scaleParts(scale);
  const colours = coloursNow();
  const family = getComputedStyle(document.body).fontFamily;
  const font = `12px ${family}`;
  const axis = {
    stroke: colours.words,
    font,
    ticks: { show: false },
    grid: { stroke: colours.grid, width: 1 },
  };
  const size = () => ({ width: host.clientWidth, height: host.clientHeight });
  /** What is read at the pointer, series after series. */
  let read: readonly CurveSeries[] = [];
  let lastStep = 0;
  const shownStep = () => moments().find(({ kind }) => kind === 'shown')?.step ?? null;

  const mark = ({ ctx, bbox, scales, valToPos }: uPlot) => {
    const { min, max } = scales.x ?? {};
    const ratio = devicePixelRatio;
    let line = -1;
    for (const moment of moments()) {
      if (moment.kind === 'changed') line = (line + 1) % wordLines;
      if (min == null || max == null || moment.step > max) continue;
      // The network before its first step has no point of its own.
      const x = Math.round(valToPos(Math.max(min, moment.step), 'x', true));
      const place = { x, top: bbox.top, bottom: bbox.top + bbox.height, right: bbox.left + bbox.width };
      const colour = moment.kind === 'shown' ? colours.validation : colours.words;
      const sized = `${11 * ratio}px ${family}`;
      drawMoment(ctx, moment, place, {
        colour,
        paper: colours.paper,
        font: sized,
        ratio,
        line: Math.max(0, line),
      });
    }
  };

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
      scales: { x: { time: false, range: stepsShown }, y: y.scale },
      axes: [
        {
          ...axis,
          size: 28,
          space: 56,
          incrs: wholeSteps,
          grid: { show: false },
          values: (_, steps) => steps.map(inThousands),
        },
        {
          ...axis,
          ...y.axis,
          grid: { ...axis.grid, ...y.axis.grid },
          size: 56,
          values: (_, values) => values.map((value) => (value === null ? '' : y.label(value, format))),
        },
      ],
      series: [{}, ...kinds.flatMap((kind, at) => linesOf(kind, colours, lineDash(kinds, at)))],
      hooks: { setCursor: [onHover], draw: [(drawn) => mark(drawn)] },
    },
    undefined,
    host,
  );

  return {
    show(series: readonly CurveSeries[]) {
      const [from, to] = stepRange(series) ?? [0, 0];
      lastStep = to;
      const columns = Math.max(1, plot.width);
      const smooth = Math.max(1, (to - from) * smoothing);
      read = series.map((one) =>
        one.kind.endsWith('training') ? { ...one, points: smoothed(one.points, smooth) } : one,
      );
      // Four lines of two runs are enough without the points that two of them are smoothed from.
      const lines = series.flatMap(({ kind, points }, at) =>
        kind === 'training' ? [points, read[at]?.points ?? []] : [read[at]?.points ?? []],
      );
      const { steps, values } = aligned(
        y.placed(lines.map((points: readonly CurvePoint[]) => thinned(points, columns, from, to))),
      );
      // At once rather than in a microtask of uPlot's, so that what fails is thrown here.
      plot.batch(() => plot.setData([steps, ...values]));
    },
    /** What is marked has changed. */
    redraw: () => plot.redraw(false, false),
    resize() {
      if (host.clientWidth > 0) plot.setSize(size());
    },
    reading() {
      const { left = -1 } = plot.cursor;
      const pointed =
        left >= 0 ? Math.min(lastStep, Math.max(0, Math.round(plot.posToVal(left, 'x')))) : null;
      return readingAt(read, pointed ?? shownStep() ?? (earlierApart ? null : endOf(read)));
    },
    destroy: () => plot.destroy(),
  };
}

type Colours = ReturnType<typeof coloursNow>;

const coloursNow = () =>
  readColours({
    training: 'var(--ink-2)',
    trainingFaint: 'color-mix(in srgb, var(--ink-2) 30%, transparent)',
    validation: 'var(--accent)',
    earlier: 'var(--ink-3)',
    b: 'var(--against)',
    aFaint: 'color-mix(in srgb, var(--accent) 55%, var(--paper))',
    bFaint: 'color-mix(in srgb, var(--against) 55%, var(--paper))',
    words: 'var(--ink-2)',
    grid: 'var(--line)',
    paper: 'var(--paper)',
  });

/** Kinds differ in more than colour: earlier runs and run B are dashed, validation shows where it was measured. */
function linesOf(kind: CurveSeries['kind'], colours: Colours, dash: readonly number[]): uPlot.Series[] {
  const line = (stroke: string, width: number, points: uPlot.Series.Points = { show: isAlone }) => ({
    spanGaps: true,
    stroke,
    width,
    points: { size: 7, fill: stroke, stroke, ...points },
  });
  switch (kind) {
    case 'training':
      return [line(colours.trainingFaint, 1, { show: false }), line(colours.training, 1.5)];
    case 'validation':
      return [line(colours.validation, 1.75, { show: areFew, size: 5 })];
    case 'earlier':
      return [{ ...line(colours.earlier, 1.25), dash: [...dash] }];
    case 'a':
      return [line(colours.validation, 1.75, { show: areFew, size: 5 })];
    case 'b':
      return [{ ...line(colours.b, 1.75, { show: areFew, size: 5 }), dash: [...dash] }];
    case 'a training':
      return [line(colours.aFaint, 1.25)];
    case 'b training':
      return [{ ...line(colours.bFaint, 1.25), dash: [...dash] }];
  }
}

/** Dots that touch one another say nothing. */
function areFew(plot: uPlot, series: number): boolean {
  return countOf(plot, series) * 12 < plot.width;
}

/** A line of one point is none. */
function isAlone(plot: uPlot, series: number): boolean {
  return countOf(plot, series) === 1;
}

function countOf(plot: uPlot, series: number): number {
  let count = 0;
  for (const value of plot.data[series] ?? []) if (value !== null && value !== undefined) count += 1;
  return count;
}

/** Distances of the labels below: there is no half step. */
const wholeSteps = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat();

/** A single step has room on both sides. */
function stepsShown(_: uPlot, from: number | null, to: number | null): [number, number] {
  if (from === null || to === null) return [0, 1];
  return from < to ? [from, to] : [from - 1, to + 1];
}

/** 12000 -> "12k": steps stay short on a phone. */
function inThousands(step: number): string {
  return step >= 1000 ? `${formatExact(step / 1000)}k` : `${step}`;
}
