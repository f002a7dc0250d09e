import { isDense, layerNamed, readsOwnMap } from '../../network/architecture.ts';
import { type ReceptiveField, receptiveFields } from '../../network/receptive-field.ts';
import type { Unit } from '../../network/unit.ts';
import { type Box, boxOf, type FigureLayout, fieldOf, placed } from './figure-layout.ts';

/** SVG path data of what shows a receptive field: the converging lines, and the outlines they join. */
interface FieldDrawing {
  readonly lines: string;
  readonly outlines: string;
}

/** The lines from a unit to each map that it reads, where they can be told apart. */
interface UnitDrawing extends FieldDrawing {
  readonly fan: readonly { readonly map: number; readonly lines: string }[];
}

/** The unit, its receptive fields in all earlier layers and the pyramids between them. */
export function drawReceptiveField(layout: FigureLayout, unit: Unit): UnitDrawing {
  const chain = [fieldOf(unit), ...receptiveFields(layout.architecture, unit)];
  const boxes = chain.map((field) => field.maps.map((map) => boxOf(layout, field, map)));
  const maps = chain[1]?.maps ?? [];
  const tip = boxes[0]?.[0];
  const fan =
    tip && maps.length > 1 && maps.length <= mostFanned
      ? maps.map((map, at) => ({ map, lines: tangents([boxes[1]?.[at] as Box], [tip]) }))
      : [];
  let lines = '';
  for (let depth = fan.length > 0 ? 2 : 1; depth < chain.length; depth++) {
    const [near, far] = [boxes[depth - 1], boxes[depth]] as [Box[], Box[]];
    const { layer } = chain[depth - 1] as ReceptiveField;
    lines += pyramids(far, near, readsOwnMap(layerNamed(layout.architecture, layer)));
  }
  return {
    lines,
    fan,
    outlines: chain.map((field, depth) => outlineAll(layout, field, boxes[depth] as Box[])).join(''),
  };
}

/** More boxes than these are told apart by nobody. */
const mostFanned = 16;

/** A drawing with the smallest box of whole pixels around it. */
export interface BoundedDrawing extends FieldDrawing {
  readonly bounds: Box;
}

/** The steps of a trace: each unit with the window before it, in the map of the unit it reads most. */
export function drawTrace(layout: FigureLayout, path: readonly Unit[]): BoundedDrawing[] {
  return path.slice(1).map((source, depth) => {
    const unit = path[depth] as Unit;
    const field = receptiveFields(layout.architecture, unit)[0] as ReceptiveField;
    const from = boxOf(layout, field, source.map);
    const to = boxOf(layout, fieldOf(unit), unit.map);
    return { lines: tangents([from], [to]), outlines: outline(to) + outline(from), bounds: around(from, to) };
  });
}

/** Room for the widest stroke, half outside its path. */
const strokeRoom = 4;

function around(one: Box, other: Box): Box {
  return {
    left: Math.floor(Math.min(one.left, other.left)) - strokeRoom,
    top: Math.floor(Math.min(one.top, other.top)) - strokeRoom,
    right: Math.ceil(Math.max(one.right, other.right)) + strokeRoom,
    bottom: Math.ceil(Math.max(one.bottom, other.bottom)) + strokeRoom,
  };
}

function pyramids(far: readonly Box[], near: readonly Box[], ownMap: boolean): string {
  if (ownMap) return far.map((box, map) => tangents([box], [near[map] as Box])).join('');
  // Everything to everything would be a thicket: one pyramid around it all says the same.
  const thicket = far.length > mostFanned || (far.length > 1 && near.length > 1);
  if (thicket) return tangents(far, near);
  return far.map((from) => near.map((to) => tangents([from], [to])).join('')).join('');
}

function outlineAll(layout: FigureLayout, field: ReceptiveField, boxes: readonly Box[]): string {
  const wholeBlock = isDense(layerNamed(layout.architecture, field.layer)) && boxes.length > 1;
  if (!wholeBlock) return boxes.map(outline).join('');
  const { left, top, width, height } = placed(layout, field.layer);
  return outline({ left, top, right: left + width, bottom: top + height });
}

/** Just outside the cells, so that the colour of a single one can still be seen. */
function outline({ left, top, right, bottom }: Box): string {
  return `M${left - 1} ${top - 1}H${right + 1}V${bottom + 1}H${left - 1}Z`;
}

type Corner = { readonly x: number; readonly y: number; readonly group: 'far' | 'near' };

/** The two lines that, with the boxes' own sides, enclose both groups: the silhouette of a pyramid. */
export function tangents(far: readonly Box[], near: readonly Box[]): string {
  const corners = [
    ...far.flatMap((box) => cornersOf(box, 'far')),
    ...near.flatMap((box) => cornersOf(box, 'near')),
  ];
  const hull = convexHull(corners);
  return hull
    .map((corner, place) => {
      const next = hull[(place + 1) % hull.length] as Corner;
      return corner.group === next.group ? '' : `M${corner.x} ${corner.y}L${next.x} ${next.y}`;
    })
    .join('');
}

function cornersOf({ left, top, right, bottom }: Box, group: Corner['group']): Corner[] {
  return [
    { x: left, y: top, group },
    { x: right, y: top, group },
    { x: right, y: bottom, group },
    { x: left, y: bottom, group },
  ];
}

/** Andrew's monotone chain (1979). */
function convexHull(corners: readonly Corner[]): Corner[] {
  const sorted = corners.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const half = (run: readonly Corner[]) => {
    const chain: Corner[] = [];
    for (const corner of run) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), corner) <= 0) chain.pop();
      chain.push(corner);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function turn(a: Corner | undefined, b: Corner | undefined, c: Corner): number {
  return a && b ? (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) : 1;
}
