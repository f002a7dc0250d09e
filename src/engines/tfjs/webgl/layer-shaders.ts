import { tensorOf } from '../../../network/architecture.ts';
import { type LeNetLayer, lenet5 } from '../../../network/lenet-5.ts';

/**
 * The forward pass as seven fragment shaders for TensorFlow.js's webgl backend. A fragment computes
 * four neighbouring maps (or units) at one place, so that a texel of weights is a vec4 over outputs.
 *
 * Textures, in texels of four floats (column, row); `n` images lie below each other:
 *   parameters  128 x 121     flat [P], row-major
 *   digits        7 x 28 n    four pixels a texel, bytes
 *   C1, S2, C3, S4  (columns * groups) x (rows * n), groups = maps / 4 rounded up
 *   C5, F6, Output  groups x n
 */

export const parameterColumns = 128;
/** One program: what it reads, how many texels wide and high its output is for one image, and how. */
export interface Program {
  readonly reads: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly code: string;
}

/** Texel of the flat parameters where a tensor begins. All but the biases of C1 begin on one. */
const texelOf = (layer: LeNetLayer, role: 'kernel' | 'bias') => tensorOf(lenet5, layer, role).offset / 4;

const parameterTexel = `
  vec4 parameter(int texel) {
    return texelFetch(parameters, ivec2(texel & ${parameterColumns - 1}, texel >> 7), 0);
  }`;

// As TensorFlow.js writes it: GLSL's tanh overflows to NaN on some phones. NaN itself must stay NaN.
const tanh = `
  vec4 squash(vec4 z) {
    vec4 e = exp(-2. * abs(z));
    return sign(z) * (1. - e) / (1. + e) + 0. * z;
  }`;

const pixel = `
  float pixel(int image, int row, int column) {
    if (row < 0 || row > 27 || column < 0 || column > 27) return 0.;
    return texelFetch(digits, ivec2(column >> 2, image * 28 + row), 0)[column & 3];
  }`;

/**
 * C1[y, x, m] = tanh(bias[m] + sum over r, c: paper[y + r - 2, x + c - 2] * kernel[r, c, m])
 * Six weights a tap do not fill texels, but two taps fill three: tap 2k and 2k + 1 are A.xyzw B.xy and
 * B.zw C.xyzw. The six biases follow the 25 taps like a 26th, whose pixel is 1.
 */
const c1: Program = {
  reads: ['parameters', 'digits'],
  columns: 28 * 2,
  rows: 28,
  code: `${parameterTexel}${tanh}${pixel}
  float tap(int image, int y, int x, int index) {
    if (index == 25) return 1.;
    int r = index / 5;
    return pixel(image, y + r - 2, x + index - r * 5 - 2);
  }
  void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    int x = at.x >> 1;
    int image = at.y / 28;
    int y = at.y - image * 28;
    bool firstFour = (at.x & 1) == 0;
    vec4 z = vec4(0.);
    for (int k = 0; k < 13; k++) {
      vec4 b = parameter(3 * k + 1);
      vec4 c = parameter(3 * k + 2);
      float even = tap(image, y, x, 2 * k);
      float odd = tap(image, y, x, 2 * k + 1);
      z += firstFour ? even * parameter(3 * k) + odd * vec4(b.zw, c.xy)
                     : even * vec4(b.xy, 0., 0.) + odd * vec4(c.zw, 0., 0.);
    }
    setOutput(squash(z));
  }`,
};

/** Y[y, x, m] = mean of the 2 x 2 window of X at [2y, 2x, m] */
function pooling(source: string, side: number, groups: number): Program {
  return {
    reads: [source],
    columns: side * groups,
    rows: side,
    code: `
  void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    int x = at.x / ${groups};
    int left = 2 * x * ${groups} + at.x - x * ${groups};
    ivec2 corner = ivec2(left, 2 * at.y);
    setOutput(.25 * (texelFetch(${source}, corner, 0)
      + texelFetch(${source}, corner + ivec2(${groups}, 0), 0)
      + texelFetch(${source}, corner + ivec2(0, 1), 0)
      + texelFetch(${source}, corner + ivec2(${groups}, 1), 0)));
  }`,
  };
}

/** C3[y, x, m] = tanh(bias[m] + sum over r, c, i: S2[y + r, x + c, i] * kernel[r, c, i, m]) */
const c3: Program = {
  reads: ['parameters', 's2'],
  columns: 10 * 4,
  rows: 10,
  code: `${parameterTexel}${tanh}
  void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    int x = at.x >> 2;
    int group = at.x & 3;
    int image = at.y / 10;
    int top = image * 14 + at.y - image * 10;
    vec4 z = parameter(${texelOf('C3', 'bias')} + group);
    int texel = ${texelOf('C3', 'kernel')} + group;
    for (int r = 0; r < 5; r++) {
      for (int c = 0; c < 5; c++) {
        vec4 a = texelFetch(s2, ivec2(2 * (x + c), top + r), 0);
        vec2 b = texelFetch(s2, ivec2(2 * (x + c) + 1, top + r), 0).xy;
        z += a.x * parameter(texel) + a.y * parameter(texel + 4) + a.z * parameter(texel + 8)
          + a.w * parameter(texel + 12) + b.x * parameter(texel + 16) + b.y * parameter(texel + 20);
        texel += 24;
      }
    }
    setOutput(squash(z));
  }`,
};

/** Y[u] = tanh(bias[u] + sum over i: X[i] * kernel[i, u]), X being `rows` rows of `columns` texels. */
function dense(layer: 'C5' | 'F6', source: string, columns: number, rows: number, groups: number): Program {
  return {
    reads: ['parameters', source],
    columns: groups,
    rows: 1,
    code: `${parameterTexel}${tanh}
  void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 z = parameter(${texelOf(layer, 'bias')} + at.x);
    int texel = ${texelOf(layer, 'kernel')} + at.x;
    for (int row = 0; row < ${rows}; row++) {
      for (int column = 0; column < ${columns}; column++) {
        vec4 x = texelFetch(${source}, ivec2(column, at.y * ${rows} + row), 0);
        z += x.x * parameter(texel) + x.y * parameter(texel + ${groups})
          + x.z * parameter(texel + ${2 * groups}) + x.w * parameter(texel + ${3 * groups});
        texel += ${4 * groups};
      }
    }
    setOutput(squash(z));
  }`,
  };
}

/**
 * Output[u] = exp(z[u]) / sum of exp(z), z[u] = bias[u] + sum over i: F6[i] * kernel[i, u]
 * Ten weights a unit: two units fill five texels. Each of the three fragments needs all ten z.
 */
const output: Program = {
  reads: ['parameters', 'f6'],
  columns: 3,
  rows: 1,
  code: `${parameterTexel}
  void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 z0 = parameter(${texelOf('Output', 'bias')});
    vec4 z1 = parameter(${texelOf('Output', 'bias') + 1});
    vec2 z2 = parameter(${texelOf('Output', 'bias') + 2}).xy;
    int texel = ${texelOf('Output', 'kernel')};
    for (int pair = 0; pair < 42; pair++) {
      vec4 four = texelFetch(f6, ivec2(pair >> 1, at.y), 0);
      vec2 x = (pair & 1) == 0 ? four.xy : four.zw;
      vec4 c = parameter(texel + 2);
      vec4 d = parameter(texel + 3);
      vec4 e = parameter(texel + 4);
      z0 += x.x * parameter(texel) + x.y * vec4(c.zw, d.xy);
      z1 += x.x * parameter(texel + 1) + x.y * vec4(d.zw, e.xy);
      z2 += x.x * c.xy + x.y * e.zw;
      texel += 5;
    }
    vec4 highest = max(z0, z1);
    highest.xy = max(max(highest.xy, highest.zw), z2);
    float top = max(highest.x, highest.y);
    z0 = exp(z0 - top);
    z1 = exp(z1 - top);
    z2 = exp(z2 - top);
    float total = dot(z0 + z1, vec4(1.)) + z2.x + z2.y;
    setOutput((at.x == 0 ? z0 : at.x == 1 ? z1 : vec4(z2, 0., 0.)) / total);
  }`,
};

export const programs = {
  C1: c1,
  S2: pooling('c1', 14, 2),
  C3: c3,
  S4: pooling('c3', 5, 4),
  C5: dense('C5', 's4', 20, 5, 30),
  F6: dense('F6', 'c5', 30, 1, 21),
  Output: output,
} as const satisfies Partial<Record<LeNetLayer, Program>>;
