/** 16-bit floats, which other software saves networks in: IEEE 754 binary16, and bfloat16, the upper half of a float32. */

export function fromHalf(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

export function fromBrainFloat(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (half) => half * 65536).buffer);
}
