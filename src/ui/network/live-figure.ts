import { largest } from '../../lib/lists.ts';
import { type Architecture, activationOf, type Layer, outputOf } from '../../network/architecture.ts';
import { palettes, type Theme } from '../../pictures/colour-scales.ts';
import {
  emptyExtents,
  extentOf,
  isSequential,
  measureExtents,
  type ScaleScope,
} from '../../pictures/extents.ts';
import { paintLayer } from '../../pictures/layer-picture.ts';
import type { Tiling } from '../../pictures/tiling.ts';
import { contextOf } from '../canvas.ts';
import type { Source } from '../source.ts';

/** The newest forward pass, spec layout, or null when there is none. */
export type ActivationSource = Source<Float32Array | null>;

interface Sheet {
  readonly tiling: Tiling;
  readonly context: CanvasRenderingContext2D;
  readonly image: ImageData;
  readonly words: Uint32Array;
}

/**
 * Paints activations into the figure's canvases, outside React: at once when they come, and at most
 * once a frame. One pixel a value; style sheets enlarge the canvases.
 */
export class LiveFigure {
  readonly extents: ReturnType<typeof emptyExtents>;
  activations: Float32Array | null = null;
  scope: ScaleScope = 'layer';
  theme: Theme = 'light';
  readonly #sheets = new Map<string, Sheet>();
  readonly #afterPaint = new Set<() => void>();
  #frame: number | null = null;
  #stale = false;
  /** Shown where there is nothing yet. */
  readonly #silence: Float32Array;

  constructor(readonly architecture: Architecture) {
    this.extents = emptyExtents(architecture);
    this.#silence = new Float32Array(architecture.activationCount);
  }

  /** Gives the canvas of a layer, at the tiling's size in pixels; returns how to take it away again. */
  attach(canvas: HTMLCanvasElement, tiling: Tiling): () => void {
    const context = contextOf(canvas);
    const image = context.createImageData(tiling.width, tiling.height);
    const sheet = { tiling, context, image, words: new Uint32Array(image.data.buffer) };
    this.#sheets.set(tiling.layer.name, sheet);
    this.#paintSheet(sheet);
    return () => this.#sheets.delete(tiling.layer.name);
  }

  /** Shows what `source` has and follows it; returns how to stop. */
  follow(source: ActivationSource): () => void {
    const show = () => {
      const activations = source.latest();
      if (activations === this.activations) return;
      this.activations = activations;
      this.#paintSoon();
    };
    show();
    const stop = source.subscribe(show);
    return () => {
      stop();
      if (this.#frame !== null) cancelAnimationFrame(this.#frame);
      this.#frame = null;
      this.#stale = false;
    };
  }

  /** Calls back now and after each painting: for numbers and lines that follow the values. */
  onPainted(listener: () => void): () => void {
    listener();
    this.#afterPaint.add(listener);
    return () => this.#afterPaint.delete(listener);
  }

  restyle(theme: Theme, scope: ScaleScope): void {
    this.theme = theme;
    this.scope = scope;
    this.paint();
  }

  /** The value at the end of a map's colour scale. */
  extentOf(layer: Layer, map: number): number {
    return extentOf(this.extents, this.scope, layer, map);
  }

  /** The digit with the highest probability; null without activations. */
  likeliest(): number | null {
    if (!this.activations) return null;
    const output = activationOf(this.architecture, this.activations, outputOf(this.architecture).name);
    return output.indexOf(largest(output));
  }

  paint(): void {
    measureExtents(this.architecture, this.activations ?? this.#silence, this.extents);
    for (const { name } of this.architecture.layers) {
      const sheet = this.#sheets.get(name);
      if (sheet) this.#paintSheet(sheet);
    }
    for (const listener of this.#afterPaint) listener();
  }

  #paintSoon(): void {
    if (this.#frame !== null) {
      this.#stale = true;
      return;
    }
    this.paint();
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      if (!this.#stale) return;
      this.#stale = false;
      this.#paintSoon();
    });
  }

  #paintSheet({ tiling, context, image, words }: Sheet): void {
    const { layer } = tiling;
    const activation = activationOf(this.architecture, this.activations ?? this.#silence, layer.name);
    const fixed = isSequential(layer);
    paintLayer(this.architecture, words, tiling, activation, palettes[this.theme], (map) =>
      fixed ? 1 : this.extentOf(layer, map),
    );
    context.putImageData(image, 0, 0);
  }
}
