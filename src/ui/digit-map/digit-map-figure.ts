import type { LabelledDigits } from '../../data/labelled-digits.ts';
import { middlesOf } from '../../explain/digit-map.ts';
import { classCount } from '../../network/labels.ts';
import { classBytes } from '../../pictures/class-colours.ts';
import type { Theme } from '../../pictures/colour-scales.ts';
import { type AtlasLayout, atlasLayout, paintAtlas } from '../../pictures/digit-atlas.ts';
import { contextOf } from '../canvas.ts';
import { type InkTokens, readTokens } from './ink-tokens.ts';
import {
  centredOn,
  frameAround,
  grainOf,
  type MapFrame,
  type MapRoom,
  type MapView,
  mapPlace,
  panned,
  screenPlace,
  unitPx,
  wholeMap,
  zoomedAt,
} from './map-view.ts';
import {
  paintDots,
  paintDrawn,
  paintLabels,
  paintPictures,
  paintRings,
  type SeenDigit,
} from './paint-map.ts';

/** A further point, which lies among the digits. */
export interface DrawnPoint {
  /** In the map's own unit, like the digits' places. */
  readonly x: number;
  readonly y: number;
  /** Places of its neighbours among the digits. */
  readonly neighbours: readonly number[];
}

/** Digits are pictures, as large as they lie apart, once that is enough to know them by. */
const leastSidePx = 13;
const mostSidePx = 56;
/** A digit that is gone to is seen at this side. */
const goToSidePx = 34;
const leastGoToScale = 2;
/** Side of a picture to the map's grain: their corners are paper, so that some may overlap. */
const sideToGrain = 1.5;
const dotPx = 2.3;
const pointedWithinPx = 14;
const moveMs = 350;
const zoomMs = 160;

/**
 * Paints a map of digits into a canvas, outside React: dots in the colours of their classes, their own pictures when
 * near, the figure of each class at the middle of its cloud, and a further point with its neighbours. At most once a
 * frame, in device pixels.
 */
export class DigitMapFigure {
  #canvas: HTMLCanvasElement | null = null;
  #context: CanvasRenderingContext2D | null = null;
  #tokens: InkTokens | null = null;
  #theme: Theme = 'light';
  #digits: LabelledDigits | null = null;
  #answers: Uint8Array | null = null;
  #atlas: { readonly canvas: HTMLCanvasElement; readonly layout: AtlasLayout } | null = null;
  /** Places within the frame: where they were, where they go, and where they are seen. */
  #from: Float32Array = new Float32Array();
  #to: Float32Array = new Float32Array();
  #seen: Float32Array = new Float32Array();
  /** The middle of each class, 10 * 2. */
  #middles: Float32Array = new Float32Array();
  #arrived = false;
  #grain = 1;
  #frame: MapFrame | null = null;
  #movedAt = Number.NEGATIVE_INFINITY;
  #view: MapView = wholeMap;
  #zooming: { readonly from: MapView; readonly to: MapView; readonly at: number } | null = null;
  #drawn: DrawnPoint | null = null;
  #pointed: number | null = null;
  #request: number | null = null;
  readonly #viewListeners = new Set<() => void>();

  /** Gives the canvas; its size on the page is the style sheet's. @returns how to take it away */
  attach(canvas: HTMLCanvasElement): () => void {
    this.#canvas = canvas;
    this.#context = contextOf(canvas);
    this.#tokens = readTokens();
    this.paint();
    return () => {
      if (this.#request !== null) cancelAnimationFrame(this.#request);
      this.#request = null;
      this.#canvas = null;
      this.#context = null;
    };
  }

  restyle(theme: Theme): void {
    this.#theme = theme;
    this.#atlas = null;
    if (this.#canvas) this.#tokens = readTokens();
    this.paint();
  }

  /**
   * @param answers n classes that the network reads the digits as
   * @param places n * 2
   * @param frame what is shown whole; all digits when left out
   */
  show(digits: LabelledDigits, answers: Uint8Array, places: Float32Array, frame = frameAround(places)): void {
    const same = this.#digits && sameDigits(this.#digits, digits);
    if (!same) {
      this.#digits = digits;
      this.#atlas = null;
    }
    this.#answers = answers;
    const to = places.map(
      (place, at) => (place - (at % 2 === 0 ? frame.centreX : frame.centreY)) / frame.half,
    );
    const still = !same || matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#from = still ? to : this.#seen;
    this.#to = to;
    this.#seen = to.slice();
    this.#movedAt = still ? Number.NEGATIVE_INFINITY : performance.now();
    if (!still) this.#seen.set(this.#from);
    this.#grain = grainOf(to);
    this.#frame = frame;
    this.#arrived = false;
    this.paintSoon();
  }

  /** Null for an empty paper. */
  draw(point: DrawnPoint | null): void {
    this.#drawn = point;
    this.paintSoon();
  }

  /** The digit that is shown with a ring; null for none. */
  point(digit: number | null): void {
    if (digit === this.#pointed) return;
    this.#pointed = digit;
    this.paintSoon();
  }

  get view(): MapView {
    return this.#zooming?.to ?? this.#view;
  }

  /** Called when another part is shown. */
  onView(listener: () => void): () => void {
    this.#viewListeners.add(listener);
    return () => this.#viewListeners.delete(listener);
  }

  pan(right: number, down: number): void {
    const room = this.#room();
    if (room) this.#look(panned(room, this.view, right, down), false);
  }

  /** @param at what stays where it is, CSS pixels from the corner; the middle when null */
  zoom(factor: number, at: readonly [number, number] | null, smoothly: boolean): void {
    const room = this.#room();
    if (!room) return;
    const [left, top] = at ?? [room.width / 2, room.height / 2];
    this.#look(zoomedAt(room, this.view, factor, left, top), smoothly);
  }

  whole(): void {
    this.#look(wholeMap, true);
  }

  /** Brings a digit to the middle, near enough to be a picture. */
  goTo(digit: number): void {
    const room = this.#room();
    const [x, y] = [this.#to[2 * digit], this.#to[2 * digit + 1]];
    if (!room || x === undefined || y === undefined) return;
    const near = goToSidePx / (sideToGrain * this.#grain * unitPx(room));
    const scale = Math.max(this.view.scale, near, leastGoToScale);
    this.#look(centredOn(room, x, y, scale), true);
  }

  /** The digit nearest to a place, CSS pixels from the corner; null where there is none. */
  digitAt(left: number, top: number): number | null {
    const room = this.#room();
    if (!room) return null;
    const [x, y] = mapPlace(room, this.#view, left, top);
    const px = unitPx(room) * this.#view.scale;
    let least = Math.max(pointedWithinPx, this.#sidePx(px) / 2) / px;
    let found: number | null = null;
    for (let at = 0; at < this.#seen.length / 2; at++) {
      const distance = Math.hypot((this.#seen[2 * at] as number) - x, (this.#seen[2 * at + 1] as number) - y);
      if (distance < least) [least, found] = [distance, at];
    }
    return found;
  }

  paintSoon(): void {
    if (!this.#canvas) return;
    this.#request ??= requestAnimationFrame(() => {
      this.#request = null;
      this.paint();
    });
  }

  paint(): void {
    const [canvas, context, tokens] = [this.#canvas, this.#context, this.#tokens];
    if (!canvas || !context || !tokens) return;
    const ratio = window.devicePixelRatio;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== deviceWidth || canvas.height !== deviceHeight)
      Object.assign(canvas, { width: deviceWidth, height: deviceHeight });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const moving = this.#advance(performance.now());
    const room = this.#room();
    if (room && this.#digits) this.#paintParts(context, room, tokens);
    if (moving) this.paintSoon();
  }

  /** Moves what is on its way. @returns whether something still is */
  #advance(now: number): boolean {
    const moved = eased((now - this.#movedAt) / moveMs);
    if (!this.#arrived) {
      for (let at = 0; at < this.#to.length; at++)
        this.#seen[at] = between(this.#from[at] as number, this.#to[at] as number, moved);
      this.#middles = middlesOf(this.#seen, this.#digits?.labels ?? new Uint8Array());
      this.#arrived = moved >= 1;
    }
    const zooming = this.#zooming;
    if (zooming) {
      const share = eased((now - zooming.at) / zoomMs);
      const scale = zooming.from.scale * (zooming.to.scale / zooming.from.scale) ** share;
      this.#view = {
        scale,
        x: between(zooming.from.x, zooming.to.x, share),
        y: between(zooming.from.y, zooming.to.y, share),
      };
      if (share >= 1) [this.#view, this.#zooming] = [zooming.to, null];
    }
    return !this.#arrived || this.#zooming !== null;
  }

  #look(view: MapView, smoothly: boolean): void {
    const still = !smoothly || matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (still) [this.#view, this.#zooming] = [view, null];
    else this.#zooming = { from: this.#view, to: view, at: performance.now() };
    for (const listener of this.#viewListeners) listener();
    this.paintSoon();
  }

  #room(): MapRoom | null {
    const [canvas, frame] = [this.#canvas, this.#frame];
    if (!canvas || !frame) return null;
    const { shareX, shareY } = frame;
    return { width: canvas.clientWidth, height: canvas.clientHeight, shareX, shareY };
  }

  /** Side of a digit's picture; 0 where dots are shown. */
  #sidePx(px: number): number {
    const side = sideToGrain * this.#grain * px;
    return side < leastSidePx ? 0 : Math.min(mostSidePx, side);
  }

  #paintParts(context: CanvasRenderingContext2D, room: MapRoom, tokens: InkTokens): void {
    const { labels } = this.#digits ?? { labels: new Uint8Array() };
    const side = this.#sidePx(unitPx(room) * this.#view.scale);
    // A little larger where fewer are in sight.
    const dot = dotPx * Math.min(1.5, this.#view.scale ** 0.4);
    const inSight = this.#inSight(room, side / 2 + dot);
    const misread = inSight.filter(({ at }) => labels[at] !== this.#answers?.[at]);
    // Before the digits: in a heap where most are misread, their colours are what is seen.
    paintRings(context, misread, side > 0 ? side / 2 : dot + 1.5, tokens.ink, 1);
    if (side > 0) paintPictures(context, inSight, this.#pictures(), side);
    else paintDots(context, inSight, labels, this.#theme, dot);
    const middles = Array.from({ length: classCount }, (_, digit) =>
      this.#seenAt(room, digit, this.#middles),
    ).filter(({ x }) => !Number.isNaN(x));
    paintLabels(context, middles, this.#drawnAt(room), this.#theme, tokens);
    this.#paintMarks(context, room, Math.max(6, side / 2 + 2), tokens);
  }

  /** What is drawn, and what is pointed at. */
  #paintMarks(context: CanvasRenderingContext2D, room: MapRoom, radius: number, tokens: InkTokens): void {
    const [drawn, frame] = [this.#drawn, this.#frame];
    if (drawn && frame) {
      const within = [
        (drawn.x - frame.centreX) / frame.half,
        (drawn.y - frame.centreY) / frame.half,
      ] as const;
      const [x, y] = screenPlace(room, this.#view, within[0], within[1]);
      const neighbours = drawn.neighbours.map((at) => this.#seenAt(room, at));
      paintDrawn(context, { x, y }, neighbours, radius, tokens);
    }
    if (this.#pointed === null) return;
    const pointed = [this.#seenAt(room, this.#pointed)];
    paintRings(context, pointed, radius, tokens.paper, 5);
    paintRings(context, pointed, radius, tokens.ink, 2.5);
  }

  #drawnAt(room: MapRoom): { readonly x: number; readonly y: number } | null {
    const [drawn, frame] = [this.#drawn, this.#frame];
    if (!drawn || !frame) return null;
    const { centreX, centreY, half } = frame;
    const [x, y] = screenPlace(room, this.#view, (drawn.x - centreX) / half, (drawn.y - centreY) / half);
    return { x, y };
  }

  #seenAt(room: MapRoom, at: number, places = this.#seen): SeenDigit {
    const [x, y] = screenPlace(
      room,
      this.#view,
      places[2 * at] ?? Number.NaN,
      places[2 * at + 1] ?? Number.NaN,
    );
    return { at, x, y };
  }

  #inSight(room: MapRoom, beyond: number): readonly SeenDigit[] {
    const all = Array.from({ length: this.#seen.length / 2 }, (_, at) => this.#seenAt(room, at));
    const isWithin = (value: number, size: number) => value > -beyond && value < size + beyond;
    return all.filter(({ x, y }) => isWithin(x, room.width) && isWithin(y, room.height));
  }

  /** The digits' pictures in the colours of now; made when they are first needed. */
  #pictures() {
    if (this.#atlas) return this.#atlas;
    const digits = this.#digits ?? { digits: new Uint8Array(), labels: new Uint8Array() };
    const layout = atlasLayout(digits.labels.length);
    const canvas = Object.assign(document.createElement('canvas'), {
      width: layout.width,
      height: layout.height,
    });
    const context = contextOf(canvas);
    const image = context.createImageData(layout.width, layout.height);
    paintAtlas(image.data, layout, digits, classBytes(this.#theme));
    context.putImageData(image, 0, 0);
    this.#atlas = { canvas, layout };
    return this.#atlas;
  }
}

/** Each answer of the worker brings its digits along, mostly the same. */
function sameDigits(one: LabelledDigits, other: LabelledDigits): boolean {
  return (
    one.digits.length === other.digits.length && one.digits.every((value, at) => value === other.digits[at])
  );
}

/** Slower towards the end; whole from 1 on. */
function eased(share: number): number {
  return share >= 1 ? 1 : 1 - (1 - Math.max(0, share)) ** 3;
}

function between(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
