import { centre } from '../../../data/distortion/affine.ts';
import { border, controls, spacing } from '../../../data/distortion/distortion.ts';
import { fragmentShader, lanes, placeOf, times } from '../shader.ts';

/**
 * The images of a chunk, into blocks of 2 x 2: as they are, or distorted in three passes as data/distortion does it,
 * with the same random numbers.
 *
 *   store   784 x 2048 x layers  bytes, image i in row i % 2048 of layer i / 2048
 *   chance  51 x n               the field's control points; the affine matrix; its origin and the change of the line
 *   moved   112 x n x 2          resampled, bytes: a row of seven pixels of a cell in two texels
 */

const four = [0, 1, 2, 3];
const controlPoints = controls * controls;
/** Numbers that are drawn before those of the field. */
const firstOfField = 7;

const stored = `${placeOf}
ivec2 rowAndLayer(int image) {
  uint place = texelFetch(order, placeOf(batch.y + image), 0).x;
  return ivec2(place & 2047u, place >> 11);
}`;

/** Rim blocks are the padding: two pixels wide. */
const inDigit = `
  ivec2 at = ivec2(gl_FragCoord.xy);
  int row = (at.x >> 4) * 2 - 2;
  int column = (at.x & 15) * 2 - 2;
  bool paper = row < 0 || row > 26 || column < 0 || column > 26;`;

export const asTheyAre = fragmentShader(
  ['store', 'order'],
  1,
  `${stored}
void main() {
  ${inDigit}
  out0 = vec4(0.);
  if (paper) return;
  ivec2 image = rowAndLayer(at.y);
  int first = row * 28 + column;
  uvec4 bytes = uvec4(${four
    .map((p) => `texelFetch(store, ivec3(first + ${(p >> 1) * 28 + (p & 1)}, image), 0).x`)
    .join(', ')});
  out0 = vec4(bytes) / 255.;
}`,
);

/** Salmon, Moraes, Dror, Shaw 2011, as lib/random.ts has it: numbers 2 k and 2 k + 1 of an image, from -1 to 1. */
const twoNumbers = `
uniform uvec2 chances;
vec2 twoNumbers(uint image, uint k) {
  uvec3 keys = uvec3(chances, chances.x ^ chances.y ^ 0x1bd11bdau);
  uint x = image + keys.x;
  uint y = k + keys.y;
  ${times(20, (round) => {
    const by = [13, 15, 26, 6, 17, 29, 16, 24][round & 7] as number;
    const next = (round >> 2) + 1;
    const keyed = `x += keys.${lanes[next % 3]}; y += keys.${lanes[(next + 1) % 3]} + ${next}u;`;
    return `x += y; y = ((y << ${by}) | (y >> ${32 - by})) ^ x; ${(round & 3) === 3 ? keyed : ''}`;
  })}
  return 2. * (vec2(uvec2(x, y) >> 8) / 16777216.) - 1.;
}`;

/** Strengths: rotation in radians, scale, shear, shift; reach of the field, thinning, thickening. */
const strengths = `
uniform vec4 strengths0;
uniform vec4 strengths1;`;

export const chance = fragmentShader(
  [],
  1,
  `${twoNumbers}${strengths}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  uint image = uint(batch.y + at.y);
  if (at.x < ${controlPoints}) {
    uint k = uint(at.x + ${firstOfField >> 1});
    out0 = strengths1.x * vec4(twoNumbers(image, k).y, twoNumbers(image, k + 1u).x, 0., 0.);
    return;
  }
  vec2 a = twoNumbers(image, 0u);
  vec2 b = twoNumbers(image, 1u);
  vec2 c = twoNumbers(image, 2u);
  float line = twoNumbers(image, 3u).x;
  float angle = a.x * strengths0.x;
  vec2 scale = 1. + vec2(a.y, b.x) * strengths0.y;
  float shear = b.y * strengths0.z;
  vec2 shift = c * strengths0.w;
  vec2 toX = vec2(cos(angle) + shear * sin(angle), sin(angle) - shear * cos(angle)) / scale.x;
  vec2 toY = vec2(-sin(angle), cos(angle)) / scale.y;
  vec2 origin = ${centre} - vec2(dot(toX, shift), dot(toY, shift));
  float towards = line * (line > 0. ? strengths1.z : strengths1.y);
  out0 = at.x == ${controlPoints} ? vec4(toX, toY) : vec4(origin, towards, 0.);
}`,
);

/** The four weights of a uniform cubic B-spline at t. */
const spline = `
vec4 spline(float t) {
  float u = 1. - t;
  return vec4(u * u * u, (3. * t - 6.) * t * t + 4., ((-3. * t + 3.) * t + 3.) * t + 1., t * t * t) / 6.;
}`;

/** A byte of the stored image with paper around it. */
const byteAt = `
float byteAt(ivec2 image, int row, int column) {
  bool paper = row < 0 || row > 27 || column < 0 || column > 27;
  return paper ? 0. : float(texelFetch(store, ivec3(row * 28 + column, image), 0).x);
}
float sampleAt(ivec2 image, vec2 place) {
  vec2 inside = clamp(place + ${border}., 0., 30.999);
  vec2 whole = floor(inside);
  vec2 part = inside - whole;
  int row = int(whole.y) - ${border};
  int column = int(whole.x) - ${border};
  float upper = mix(byteAt(image, row, column), byteAt(image, row, column + 1), part.x);
  float lower = mix(byteAt(image, row + 1, column), byteAt(image, row + 1, column + 1), part.x);
  return floor(mix(upper, lower, part.y) + .5);
}`;

/** Bilinear samples at the affine place plus the field's displacement. */
export const move = fragmentShader(
  ['store', 'order', 'chance'],
  2,
  `${stored}${strengths}${spline}${byteAt}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  ivec2 image = rowAndLayer(at.y);
  int row = at.x >> 2;
  int cell = at.x & 3;
  ${times(4, (c) => `vec2 f${c} = vec2(0.);`)}
  if (strengths1.x > 0.) {
    int control = (row / ${spacing}) * ${controls} + cell;
    vec4 w = spline(float(row % ${spacing}) / ${spacing}.);
    ${times(4, (c) =>
      times(
        4,
        (r) =>
          `f${c} += w.${lanes[r]} * texelFetch(chance, ivec2(control + ${r * controls + c}, at.y), 0).xy;`,
      ),
    )}
  }
  vec4 matrix = texelFetch(chance, ivec2(${controlPoints}, at.y), 0);
  vec2 start = texelFetch(chance, ivec2(${controlPoints + 1}, at.y), 0).xy;
  start += matrix.yw * (float(row) - ${centre}) + matrix.xz * (float(cell * ${spacing}) - ${centre});
  ${times(7, (i) => {
    const t = i / spacing;
    const u = 1 - t;
    const w = [u ** 3, 3 * t ** 3 - 6 * t ** 2 + 4, -3 * t ** 3 + 3 * t ** 2 + 3 * t + 1, t ** 3];
    const displacement = w.map((weight, c) => `${(weight / 6).toFixed(9)} * f${c}`).join(' + ');
    return `float v${i} = sampleAt(image, start + matrix.xz * ${i}. + ${displacement});`;
  })}
  out0 = vec4(v0, v1, v2, v3) / 255.;
  out1 = vec4(v4, v5, v6, 0.) / 255.;
}`,
);

/** Each pixel some of the way to the darkest or the lightest of itself and its four neighbours. */
export const changeLine = fragmentShader(
  ['moved', 'chance'],
  1,
  `
float movedAt(int image, int row, int column) {
  if (row < 0 || row > 27 || column < 0 || column > 27) return 0.;
  int cell = column / ${spacing};
  int pixel = column - cell * ${spacing};
  return texelFetch(moved, ivec3(row * 4 + cell, image, pixel >> 2), 0)[pixel & 3];
}
float changed(float here, float left, float right, float above, float below, float towards) {
  float least = min(min(left, right), min(above, below));
  float most = max(max(left, right), max(above, below));
  float extreme = towards > 0. ? max(here, most) : min(here, least);
  return floor(255. * (here + abs(towards) * (extreme - here)) + .5) / 255.;
}
void main() {
  ${inDigit}
  out0 = vec4(0.);
  if (paper) return;
  ${[
    [-1, 0],
    [-1, 1],
    [0, -1],
    [0, 0],
    [0, 1],
    [0, 2],
    [1, -1],
    [1, 0],
    [1, 1],
    [1, 2],
    [2, 0],
    [2, 1],
  ]
    .map(([r = 0, c = 0]) => `float p${r + 1}${c + 1} = movedAt(at.y, row + ${r}, column + ${c});`)
    .join('\n')}
  float towards = texelFetch(chance, ivec2(${controlPoints + 1}, at.y), 0).z;
  out0 = vec4(${four
    .map((p) => {
      const [r, c] = [1 + (p >> 1), 1 + (p & 1)];
      return `changed(p${r}${c}, p${r}${c - 1}, p${r}${c + 1}, p${r - 1}${c}, p${r + 1}${c}, towards)`;
    })
    .join(', ')});
}`,
);

export const chanceColumns = controlPoints + 2;
