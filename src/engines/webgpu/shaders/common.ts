/** What the shaders of an image share, be it computed by a workgroup or by an invocation. */

export const range = (n: number) => Array.from({ length: n }, (_, i) => i);
export const lines = (n: number, line: (i: number) => string) => range(n).map(line).join('\n');

/** One expression rather than many statements: software renderers store a variable anew after each. */
export const sumOf = (n: number, term: (i: number) => string) => range(n).map(term).join(' + ');

/** The sixteen places of a block of C1, as vectors of three maps. */
export const places = range(16).map((i) => ({ row: i >> 2, column: i & 3, a: `a${i}`, b: `b${i}` }));

/** Which places of a row of C3 read place x of S2's, through which tap. */
export const readers = range(14).map((x) =>
  range(5)
    .map((kx) => ({ kx, column: x - kx }))
    .filter(({ column }) => column >= 0 && column < 10),
);

/** What distorts the images of an epoch. */
export const chance = /* wgsl */ `
struct Chance {
  seed: u32, epoch: u32, rotation: f32, scale: f32,
  shear: f32, shift: f32, reach: f32, thinning: f32,
  thickening: f32,
}`;

export const kernel3 = /* wgsl */ `
fn kernel3(at: u32) -> vec3f {
  return vec3f(parameters[at], parameters[at + 1], parameters[at + 2]);
}`;

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
