/** Hyperbolic tangent. The built-in function overflows on some devices. NaN stays what it is. */
export const squash = /* wgsl */ `
fn squash3(x: vec3f) -> vec3f {
  return 1.0 - 2.0 / (1.0 + exp(2.0 * min(x, vec3f(15.0)))) + 0.0 * x;
}
fn squash4(x: vec4f) -> vec4f {
  return 1.0 - 2.0 / (1.0 + exp(2.0 * min(x, vec4f(15.0)))) + 0.0 * x;
}
fn squash1(x: f32) -> f32 {
  return 1.0 - 2.0 / (1.0 + exp(2.0 * min(x, 15.0))) + 0.0 * x;
}
`;
