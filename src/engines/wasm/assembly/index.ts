export function fusedMultiplyAdd(): bool {
  return ASC_FEATURE_RELAXED_SIMD;
}
