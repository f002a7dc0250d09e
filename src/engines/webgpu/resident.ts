import { type Distortion, deviationOfUnitField } from '../../data/distortion/distortion.ts';
import type { StorePart } from '../../data/image-store.ts';
import { rowsMost, type StepDevice } from '../gpu/step-feeder.ts';
import { rowFloats } from '../gpu/step-rows.ts';
import type { Buffers } from './buffers.ts';
import { imageWords } from './layout.ts';
import { packImages } from './pack-images.ts';
import type { Steps } from './steps.ts';

/** Seed, epoch and seven strengths, in whole vectors of four. */
const chanceBytes = 48;
/** Images that are packed and written at a time. */
const uploaded = 1024;

/** A run's images on the device, and its steps. */
export class ResidentSteps implements StepDevice {
  private images: GPUBuffer | undefined;
  private places: GPUBuffer | undefined;
  private readonly rows: GPUBuffer;
  private readonly chance: GPUBuffer;
  private readonly chanceWords = new ArrayBuffer(chanceBytes);
  private rowsHere = new Float32Array();
  /** The step that the device takes next by itself. */
  private next = -1;

  constructor(
    private readonly device: GPUDevice,
    private readonly buffers: Buffers,
    private readonly steps: Steps,
  ) {
    const { STORAGE, UNIFORM, COPY_DST } = GPUBufferUsage;
    this.rows = buffers.make('rows', rowsMost * rowFloats * 4, STORAGE | COPY_DST);
    this.chance = buffers.make('chance', chanceBytes, UNIFORM | COPY_DST);
  }

  openStore(room: number): boolean {
    const { device, buffers } = this;
    const bytes = room * imageWords * 4;
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
    if (bytes > Math.min(maxStorageBufferBindingSize, maxBufferSize)) return false;
    buffers.free(this.images);
    buffers.free(this.places);
    const { STORAGE, COPY_DST } = GPUBufferUsage;
    this.images = buffers.make('images', bytes, STORAGE | COPY_DST);
    this.places = buffers.make('places', room * 4, STORAGE | COPY_DST);
    this.steps.bind({ images: this.images, places: this.places, rows: this.rows, chance: this.chance });
    return true;
  }

  upload({ at, digits, labels }: StorePart): void {
    if (!this.images) return;
    for (let from = 0; from < labels.length; from += uploaded) {
      const packed = packImages(digits, labels, from, Math.min(uploaded, labels.length - from));
      this.device.queue.writeBuffer(this.images, (at + from) * imageWords * 4, packed);
    }
  }

  openEpoch(places: Uint32Array<ArrayBuffer>, { seed, epoch }: { seed: number; epoch: number }): void {
    if (!this.places) return;
    this.device.queue.writeBuffer(this.places, 0, places);
    new Uint32Array(this.chanceWords, 0, 2).set([seed, epoch]);
    this.device.queue.writeBuffer(this.chance, 0, this.chanceWords);
  }

  distortBy(distortion: Distortion | null): void {
    this.steps.distort(distortion !== null);
    if (distortion) {
      const { rotationDeg, scale, shear, shiftPx, elasticPx, thinning, thickening } = distortion;
      const reach = elasticPx / deviationOfUnitField;
      const rotation = (rotationDeg * Math.PI) / 180;
      const strengths = [rotation, scale, shear, shiftPx, reach, thinning, thickening];
      new Float32Array(this.chanceWords, 8, strengths.length).set(strengths);
    }
    this.device.queue.writeBuffer(this.chance, 0, this.chanceWords);
  }

  writeRows(rows: Float32Array<ArrayBuffer>): void {
    this.rowsHere = rows;
    this.next = -1;
    this.device.queue.writeBuffer(this.rows, 0, rows);
    this.steps.makeRoom(this.imagesOf(0));
  }

  async run(first: number, count: number): Promise<Float32Array> {
    const { device, steps } = this;
    if (this.next !== first) steps.startAt(first);
    this.next = first + count;
    const encoder = device.createCommandEncoder();
    steps.encode(
      encoder,
      Array.from({ length: count }, (_, i) => this.imagesOf(first + i)),
    );
    return this.buffers.read(encoder, [{ buffer: steps.results, offset: first * 8, size: count * 8 }]);
  }

  async idle(): Promise<void> {
    await this.device.queue.onSubmittedWorkDone();
  }

  private imagesOf(row: number): number {
    return this.rowsHere[row * rowFloats + 1] ?? 0;
  }
}
