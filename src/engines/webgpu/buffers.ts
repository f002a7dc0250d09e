/** The buffers of a device, counted; and values on their way back from it. */
export class Buffers {
  private readonly held = new Set<GPUBuffer>();
  /** Mapped in turn, and used again: none is made once there are enough. */
  private readonly staging: GPUBuffer[] = [];

  constructor(private readonly device: GPUDevice) {}

  /** Zeros. @param size in bytes */
  make(label: string, size: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const buffer = this.device.createBuffer({ label, size, usage });
    this.held.add(buffer);
    return buffer;
  }

  free(buffer: GPUBuffer | undefined): void {
    if (!buffer) return;
    this.held.delete(buffer);
    buffer.destroy();
  }

  /**
   * Bytes as they are once all that was encoded before is done. Encodes a copy, submits, and reads when it is there.
   * @throws Error when the device is lost meanwhile
   */
  async read(
    encoder: GPUCommandEncoder,
    from: readonly { readonly buffer: GPUBuffer; readonly offset: number; readonly size: number }[],
  ): Promise<Float32Array> {
    const size = from.reduce((sum, part) => sum + part.size, 0);
    const to = this.take(size);
    let at = 0;
    for (const part of from) {
      encoder.copyBufferToBuffer(part.buffer, part.offset, to, at, part.size);
      at += part.size;
    }
    this.device.queue.submit([encoder.finish()]);
    await to.mapAsync(GPUMapMode.READ, 0, size);
    const values = new Float32Array(to.getMappedRange(0, size).slice(0));
    to.unmap();
    this.staging.push(to);
    return values;
  }

  memory(): { tensors: number; bytes: number } {
    let bytes = 0;
    for (const { size } of this.held) bytes += size;
    return { tensors: this.held.size, bytes };
  }

  private take(size: number): GPUBuffer {
    const fitting = this.staging.findIndex(
      (buffer) => buffer.size >= size && buffer.size <= 4 * size + 65_536,
    );
    const [found] = fitting < 0 ? [] : this.staging.splice(fitting, 1);
    return found ?? this.make('staging', size, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  }
}
