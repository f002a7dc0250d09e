import { type Distortion, deviationOfUnitField } from '../../data/distortion/distortion.ts';
import type { StorePart } from '../../data/image-store.ts';
import type { StepDevice } from '../gpu/step-feeder.ts';
import { rowFloats } from '../gpu/step-rows.ts';
import { StoredImages } from './images.ts';
import type { Network } from './network.ts';
import type { Reader } from './reader.ts';
import { rowsALine } from './shader.ts';
import { resultsALine } from './textures.ts';

/** A run's images on the GPU, and its steps. */
export class ResidentSteps implements StepDevice {
  private images: StoredImages | undefined;
  private rows: Float32Array = new Float32Array();
  private chance = { seed: 0, epoch: 0 };
  private distortion: Distortion | null = null;

  constructor(
    private readonly network: Network,
    private readonly reader: Reader,
  ) {}

  openStore(room: number): boolean {
    if (!StoredImages.fits(room)) return false;
    const { gl, textures } = this.network;
    this.images?.free();
    this.images = undefined;
    // Asked once a store: whether there is so much memory.
    while (gl.getError() !== gl.NO_ERROR && !gl.isContextLost());
    const images = new StoredImages(textures, room);
    if (gl.getError() === gl.OUT_OF_MEMORY) {
      images.free();
      return false;
    }
    this.images = images;
    return true;
  }

  upload({ at, digits, labels }: StorePart): void {
    this.images?.write(at, digits, labels);
  }

  openEpoch(places: Uint32Array, chance: { readonly seed: number; readonly epoch: number }): void {
    if (this.images?.writeOrder(places)) this.network.forgetSource();
    this.chance = chance;
    this.tellChance();
  }

  distortBy(distortion: Distortion | null): void {
    this.distortion = distortion;
    this.tellChance();
  }

  writeRows(rows: Float32Array): void {
    this.rows = rows;
    const { textures, work } = this.network;
    const line = rowsALine * rowFloats;
    const lines = Math.ceil(rows.length / line);
    const whole = new Float32Array(lines * line);
    whole.set(rows);
    textures.write(work.rows, { rows: lines }, whole);
    this.network.makeRoom(this.imagesOf(0));
  }

  async run(first: number, count: number): Promise<Float32Array> {
    const { network, images } = this;
    if (!images) throw new Error('expected a store of images');
    network.takeFrom(images);
    for (let row = first; row < first + count; row++) {
      network.drawGradients(row, this.imagesOf(row), this.distortion !== null);
      network.drawUpdate(row);
      network.swapStates();
    }
    const line = Math.floor(first / resultsALine);
    const lines = Math.floor((first + count - 1) / resultsALine) + 1 - line;
    const read = await this.reader.later({
      target: network.targets.results,
      index: 0,
      columns: resultsALine,
      row: line,
      rows: lines,
    });
    const sums = new Float32Array(2 * count);
    for (let i = 0; i < count; i++) {
      const at = 4 * (first + i - line * resultsALine);
      sums.set(read.subarray(at, at + 2), 2 * i);
    }
    return sums;
  }

  idle(): Promise<void> {
    return this.reader.done();
  }

  private imagesOf(row: number): number {
    return this.rows[row * rowFloats + 1] ?? 0;
  }

  private tellChance(): void {
    const { chance, distortion } = this;
    if (!distortion) return;
    const { rotationDeg, scale, shear, shiftPx, elasticPx, thinning, thickening } = distortion;
    const rotation = (rotationDeg * Math.PI) / 180;
    const reach = elasticPx / deviationOfUnitField;
    const strengths = [rotation, scale, shear, shiftPx, reach, thinning, thickening];
    this.network.setChance(chance.seed, chance.epoch, strengths);
  }
}
