import { digitSize } from '../../network/rasters.ts';
import { imageWords } from './layout.ts';

/** Images `from` to `from + count`, each with its class behind it, as the shaders read them. */
export function packImages(
  digits: Uint8Array,
  labels: Uint8Array | null,
  from: number,
  count: number,
): Uint8Array<ArrayBuffer> {
  const stride = imageWords * 4;
  const packed = new Uint8Array(count * stride);
  for (let i = 0; i < count; i++) {
    packed.set(digits.subarray((from + i) * digitSize, (from + i + 1) * digitSize), i * stride);
    packed[i * stride + digitSize] = labels?.[from + i] ?? 0;
  }
  return packed;
}
