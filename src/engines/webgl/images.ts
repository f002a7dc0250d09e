import { digitSize } from '../../network/rasters.ts';
import type { ImageSource } from './network.ts';
import type { Texture, Textures } from './textures.ts';

/** Images in one layer of a store, and places in one row of an order. */
const layerImages = 2048;
/** What WebGL 2 promises. */
const layersMost = 256;

/** Images with their classes on the GPU, and an order of them. */
export class StoredImages implements ImageSource {
  readonly store: Texture;
  readonly labels: Texture;
  order: Texture;

  /** @param room images */
  constructor(
    private readonly textures: Textures,
    room: number,
  ) {
    const layers = Math.ceil(room / layerImages);
    this.store = textures.make('R8UI', digitSize, Math.min(room, layerImages), layers);
    this.labels = textures.make('R8UI', layerImages, layers);
    this.order = textures.make('R32UI', layerImages, layers);
  }

  static fits(room: number): boolean {
    return room <= layersMost * layerImages;
  }

  /** @param labels null for images that nobody learns from */
  write(at: number, digits: Uint8Array, labels: Uint8Array | null): void {
    const n = digits.length / digitSize;
    for (let from = 0; from < n; ) {
      const row = (at + from) % layerImages;
      const layer = Math.floor((at + from) / layerImages);
      const count = Math.min(n - from, layerImages - row);
      const part = digits.subarray(from * digitSize, (from + count) * digitSize);
      this.textures.write(this.store, { row, layer, rows: count }, part);
      if (labels)
        this.textures.write(
          this.labels,
          { column: row, row: layer, columns: count, rows: 1 },
          labels.subarray(from, from + count),
        );
      from += count;
    }
  }

  /** @returns whether there is another texture now, for a longer order */
  writeOrder(places: Uint32Array): boolean {
    const rows = Math.ceil(places.length / layerImages);
    const grows = rows > this.order.rows;
    if (grows) {
      this.textures.free(this.order);
      this.order = this.textures.make('R32UI', layerImages, rows);
    }
    const whole = Math.floor(places.length / layerImages);
    if (whole > 0) this.textures.write(this.order, { rows: whole }, places.subarray(0, whole * layerImages));
    const rest = places.subarray(whole * layerImages);
    if (rest.length > 0) this.textures.write(this.order, { row: whole, columns: rest.length, rows: 1 }, rest);
    return grows;
  }

  free(): void {
    for (const texture of [this.store, this.labels, this.order]) this.textures.free(texture);
  }
}
