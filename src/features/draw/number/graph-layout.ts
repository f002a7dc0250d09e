import { type Drawing, paperSize } from '../../../digits/drawing/drawing.ts';
import { inkPath } from '../../../digits/drawing/ink-path.ts';
import type { NumberReading } from '../../../digits/number/read-number.ts';
import { largest, smallest } from '../../../lib/lists.ts';

/** Lengths in CSS pixels, y down. */
interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Of the line of cuts. */
  readonly lineY: number;
  /** `used`: the best path goes through it. */
  readonly cuts: readonly { readonly x: number; readonly used: boolean }[];
  readonly columns: readonly ColumnLayout[];
  readonly arcs: readonly ArcLayout[];
}

/** The ink between two neighbouring cuts. */
interface ColumnLayout {
  /** Of its middle. */
  readonly x: number;
  /** Data of an SVG path in paper units, and the transform to where it lies. */
  readonly path: string;
  /** Whether the path is an area, as of a picture, rather than a line. */
  readonly filled: boolean;
  readonly transform: string;
}

interface ArcLayout {
  /** Place of the hypothesis in the reading's list. */
  readonly at: number;
  readonly path: string;
  /** Its digit; a dot where the ink is passed over. */
  readonly label: string;
  readonly labelX: number;
  readonly labelY: number;
  readonly best: boolean;
}

/** Columns have at least this room: a longer line of them is wider than its place, and scrolls. */
const leastColumn = 28;
const mostColumn = 96;
const inkHeight = 40;
const gap = 6;
/** Beside the first and the last cut. */
const margin = 4;
/** Height of the best path's arcs, and of a lane of others. */
const arcHeight = 14;
const laneHeight = 18;
const bestLabel = 18;

/** Alternatives that are dearer than this (nats) are not worth a line, nor more than so many. */
const mostCost = 6;
const mostAlternatives = 6;
/** Nor those that lie deeper: the graph is as high whatever is written, so that nothing below it moves. */
const laneCount = 3;

/**
 * The graph on a line, tidied: only cuts that one of the shown hypotheses needs. The best path's lie above the ink,
 * the cheapest others below it in lanes, so that none lies over another.
 * @param room width that there is
 */
export function layoutGraph(reading: NumberReading, drawing: Drawing, room: number): GraphLayout {
  const { hypotheses, path } = reading;
  const spanOf = (at: number) => hypotheses[at] as NumberReading['hypotheses'][number];
  const candidates = cheapestOthers(reading);
  const laneOf = lanesOf(candidates.map(spanOf));
  const others = candidates.flatMap((at, i) => {
    const lane = laneOf[i] as number;
    return lane < laneCount ? [{ at, lane }] : [];
  });
  const nodes = [
    ...new Set([...path, ...others.map(({ at }) => at)].flatMap((at) => [spanOf(at).from, spanOf(at).to])),
  ].sort((a, b) => a - b);
  const columnWidth = Math.min(
    mostColumn,
    Math.max(leastColumn, (room - 2 * margin) / Math.max(1, nodes.length - 1)),
  );
  const xOf = (node: number) => margin + nodes.indexOf(node) * columnWidth;
  const inkTop = bestLabel + arcHeight + gap;
  const lineY = inkTop + inkHeight + gap;
  const used = new Set(path.flatMap((at) => [spanOf(at).from, spanOf(at).to]));

  const arc = (at: number, best: boolean, lane: number): ArcLayout => {
    const { from, to, digit } = spanOf(at);
    const [left, right] = [xOf(from) + 3, xOf(to) - 3];
    const baseY = best ? inkTop - gap / 2 : lineY + gap;
    const farY = best ? bestLabel + gap / 2 : lineY + gap + laneHeight * (lane + 1);
    const bend = 6;
    return {
      at,
      path: `M${left} ${baseY}Q${left} ${farY} ${left + bend} ${farY}H${right - bend}Q${right} ${farY} ${right} ${baseY}`,
      label: digit === null ? '·' : String(digit),
      labelX: (left + right) / 2,
      labelY: best ? farY - 4 : farY - 3,
      best,
    };
  };
  return {
    width: (nodes.length - 1) * columnWidth + 2 * margin,
    height: lineY + gap + laneHeight * laneCount + 2,
    lineY,
    cuts: nodes.map((node) => ({ x: xOf(node), used: used.has(node) })),
    columns: columnsOf(reading, drawing, { nodes, columnWidth, top: inkTop }),
    // Deep ones first: labels of those nearer lie over their sides.
    arcs: [
      ...others.toSorted((a, b) => b.lane - a.lane).map(({ at, lane }) => arc(at, false, lane)),
      ...path.map((at) => arc(at, true, 0)),
    ],
  };
}

/** Places of the cheapest hypotheses beside the best path, as far as they are digits at all. */
function cheapestOthers({ hypotheses, path }: NumberReading): readonly number[] {
  return hypotheses
    .map(({ answer, cost }, at) => ({ at, cost, answer }))
    .filter(({ at, cost, answer }) => answer?.kind === 'digit' && cost < mostCost && !path.includes(at))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, mostAlternatives)
    .map(({ at }) => at);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A lane for each, from 0: shorter ones nearer, and none over another of its lane. */
function lanesOf(spans: readonly Span[]): readonly number[] {
  const lanes: Span[][] = [];
  const found = new Map<Span, number>();
  for (const span of spans.toSorted((a, b) => a.to - a.from - (b.to - b.from))) {
    const isFree = (lane: readonly Span[]) =>
      lane.every(({ from, to }) => to <= span.from || from >= span.to);
    const free = lanes.findIndex(isFree);
    const lane = free < 0 ? lanes.length : free;
    lanes[lane] = [...(lanes[lane] ?? []), span];
    found.set(span, lane);
  }
  return spans.map((span) => found.get(span) as number);
}

function columnsOf(
  { pieces }: NumberReading,
  { strokes, picture }: Drawing,
  place: { readonly nodes: readonly number[]; readonly columnWidth: number; readonly top: number },
): readonly ColumnLayout[] {
  const columns = place.nodes.slice(1).map((node, at) => pieces.slice(place.nodes[at], node));
  const extents = columns.map((own) => ({
    left: smallest(own.map(({ bounds }) => bounds.left)),
    right: largest(own.map(({ bounds }) => bounds.right)),
  }));
  const highest = smallest(pieces.map(({ bounds }) => bounds.top));
  const lowest = largest(pieces.map(({ bounds }) => bounds.bottom));
  const broadest = largest(extents.map(({ left, right }) => right - left));
  const scale = Math.min(
    inkHeight / Math.max(1, lowest - highest),
    (place.columnWidth - 10) / Math.max(1, broadest),
  );
  return columns.map((own, at) => {
    const { left, right } = extents[at] as (typeof extents)[number];
    const middle = margin + (at + 0.5) * place.columnWidth;
    const x = middle - ((left + right) / 2) * scale;
    const y = place.top + inkHeight / 2 - ((highest + lowest) / 2) * scale;
    const filled = own.some(({ runs }) => runs !== null);
    const parts = own.map(({ source, from, to }) => ({
      width: 1,
      points: strokes[source]?.points.slice(from, to + 1) ?? [],
    }));
    return {
      x: middle,
      path: filled ? runsPath(own, paperSize / (picture?.side ?? 1)) : inkPath(parts),
      filled,
      transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(5)})`,
    };
  });
}

/** @param unit paper units per pixel */
function runsPath(pieces: NumberReading['pieces'], unit: number): string {
  return pieces
    .flatMap(({ runs }) => runs ?? [])
    .map(([row, first, last]) => {
      const [x, y, width] = [first * unit, row * unit, (last - first + 1) * unit];
      return `M${x} ${y}h${width}v${unit}h${-width}z`;
    })
    .join('');
}
