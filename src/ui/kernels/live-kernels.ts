import type { Architecture } from '../../network/architecture.ts';
import { palettes, type Theme } from '../../pictures/colour-scales.ts';
import { convolutionExtent, kernelSheet, paintKernels } from '../../pictures/kernel-sheet.ts';
import { contextOf } from '../canvas.ts';
import type { Source } from '../source.ts';

/** Parameters or gradients of the convolutions, with which the flat parameters begin. */
export type KernelValues = 'weights' | 'gradient';

export interface KernelMoment {
  readonly weights: Float32Array;
  readonly gradient: Float32Array | null;
}

export type KernelSource = Source<KernelMoment | null>;

interface Sheet {
  readonly layer: string;
  readonly values: KernelValues;
  readonly context: CanvasRenderingContext2D;
  readonly image: ImageData;
  readonly words: Uint32Array;
  readonly onExtent: (extent: number | null) => void;
}

/** Paints kernels and their gradients into canvases, outside React and at most once a frame. */
export class LiveKernels {
  readonly #sheets = new Set<Sheet>();
  #moment: KernelMoment | null = null;
  #theme: Theme = 'light';
  #frame: number | null = null;

  constructor(readonly architecture: Architecture) {}

  /**
   * @param onExtent told the value at the end of the colour scale; null while there is nothing to show
   * @returns how to take the canvas away again
   */
  attach(
    canvas: HTMLCanvasElement,
    layer: string,
    values: KernelValues,
    onExtent: Sheet['onExtent'],
  ): () => void {
    const { width, height } = kernelSheet(this.architecture, layer);
    canvas.width = width;
    canvas.height = height;
    const context = contextOf(canvas);
    const image = context.createImageData(width, height);
    const sheet = { layer, values, context, image, words: new Uint32Array(image.data.buffer), onExtent };
    this.#sheets.add(sheet);
    this.#paint(sheet);
    return () => this.#sheets.delete(sheet);
  }

  restyle(theme: Theme): void {
    this.#theme = theme;
    this.#paintAll();
  }

  /** Shows what `source` has and follows it; returns how to stop. */
  follow(source: KernelSource): () => void {
    const show = () => {
      const moment = source.latest();
      if (moment === this.#moment) return;
      this.#moment = moment;
      this.#frame ??= requestAnimationFrame(() => {
        this.#frame = null;
        this.#paintAll();
      });
    };
    show();
    const stop = source.subscribe(show);
    return () => {
      stop();
      if (this.#frame !== null) cancelAnimationFrame(this.#frame);
      this.#frame = null;
    };
  }

  #paintAll(): void {
    for (const sheet of this.#sheets) this.#paint(sheet);
  }

  #paint({ layer, values, context, image, words, onExtent }: Sheet): void {
    const shown = this.#moment?.[values] ?? null;
    const extent = shown && convolutionExtent(this.architecture, shown, layer);
    if (shown && extent !== null) {
      paintKernels(words, this.architecture, shown, layer, palettes[this.#theme].diverging, extent);
    } else words.fill(0);
    context.putImageData(image, 0, 0);
    onExtent(extent);
  }
}
