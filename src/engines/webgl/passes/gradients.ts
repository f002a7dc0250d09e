import {
  c1Kernels,
  c3Kernels,
  c5,
  chunkImages,
  type DenseLayout,
  denseGradientRows,
  f6,
  output,
  slices,
} from '../layout.ts';
import { blockValue, fragmentShader, lanes, times } from '../shader.ts';

/**
 * Sums of the weights' gradients over the images of a chunk, in a fixed order. A fragment sums sixteen of them.
 *
 *   kernelSums  204 x chunks * slices x 4    (layer, half, kernel): each slice of a chunk's images apart. The first
 *                                            halves have a kernel's texels 0..3, the second ones 4..6
 *   denseSums   54 x chunks * 101 x 4        input 4 k + j in row k of layer j, the biases below in layer 0
 */

const four = [0, 1, 2, 3];

/** The images of this slice, and the first of the three rows of taps: 0 or 2, for blocks are two rows high. */
const begin = (firstColumn: number, count: number) => `
  ivec2 at = ivec2(gl_FragCoord.xy);
  int half_ = at.x >= ${firstColumn + count} ? 1 : 0;
  int kernel = at.x - ${firstColumn} - half_ * ${count};
  int each = (batch.x + ${slices - 1}) / ${slices};
  int from = (at.y & ${slices - 1}) * each;
  int to = min(from + each, batch.x);
  float bias = 0.;
  ${times(15, (t) => `float s${t} = 0.;`)}`;

const end = (bias: string) => `
  if (half_ == 0) {
    out0 = vec4(s0, s1, s2, s3);
    out1 = vec4(s4, s5, s6, s7);
    out2 = vec4(s8, s9, s10, s11);
    out3 = vec4(s12, s13, s14, ${bias});
  } else {
    out0 = vec4(s5, s6, s7, s8);
    out1 = vec4(s9, s10, s11, s12);
    out2 = vec4(s13, s14, 0., 0.);
    out3 = vec4(0.);
  }`;

/** Adds what a block of dZ gives, whose pixels begin at (row, column) of the window `x`. */
const addBlock = (z: string, x: string, row: number, column: number) =>
  times(
    15,
    (t) =>
      `s${t} += dot(${z}, vec4(${four
        .map((p) => blockValue(x, row + (p >> 1) + Math.floor(t / 5), column + (p & 1) + (t % 5)))
        .join(', ')}));`,
  );

/** dKernel[r, c, m] = sum over n, y, x: Input[y + r, x + c] * dZ[y, x, m] */
export const c1Gradient = fragmentShader(
  ['pixels', 'c1s2', 'dS2'],
  4,
  `void main() {
  ${begin(0, c1Kernels)}
  for (int image = from; image < to; ++image) {
    for (int row = 0; row < 7; ++row) {
      int corner = row * 32 + half_ * 16;
      int block = kernel * 49 + row * 7;
      int tile = (row >> 1) * 24 + kernel;
      int layer = (row & 1) * 2;
      ${times(6, (b) => `vec4 x${b >> 1}${b & 1} = texelFetch(pixels, ivec2(corner + ${(b >> 1) * 16 + (b & 1)}, image), 0);`)}
      for (int column = 0; column < 7; ++column) {
        ${times(6, (b) => `vec4 x${b >> 1}${(b & 1) + 2} = texelFetch(pixels, ivec2(corner + 2 * column + ${(b >> 1) * 16 + (b & 1) + 2}, image), 0);`)}
        vec4 d = .25 * texelFetch(dS2, ivec3(tile + (column >> 1) * 6, image, layer + (column & 1)), 0);
        vec4 y1 = texelFetch(c1s2, ivec3(block + column, image, 1), 0);
        vec4 y2 = texelFetch(c1s2, ivec3(block + column, image, 2), 0);
        vec4 y3 = texelFetch(c1s2, ivec3(block + column, image, 3), 0);
        vec4 y4 = 4. * texelFetch(c1s2, ivec3(block + column, image, 0), 0) - y1 - y2 - y3;
        ${times(4, (p) => `y${p + 1} = d * (1. - y${p + 1} * y${p + 1});`)}
        bias += dot(y1 + y2 + y3 + y4, vec4(1.));
        ${times(4, (place) => `vec4 z${place} = vec4(y1.${lanes[place]}, y2.${lanes[place]}, y3.${lanes[place]}, y4.${lanes[place]});`)}
        ${times(4, (place) => addBlock(`z${place}`, 'x', 2 * (place >> 1), 2 * (place & 1)))}
        ${times(3, (r) => `x${r}0 = x${r}2; x${r}1 = x${r}3;`)}
      }
    }
  }
  ${end('bias')}
}`,
);

/** dKernel[r, c, i, o] = sum over n, y, x: S2[y + r, x + c, i] * dZ[y, x, o] */
export const c3Gradient = fragmentShader(
  ['c1s2', 'dC3'],
  4,
  `void main() {
  ${begin(2 * c1Kernels, c3Kernels)}
  int map = kernel >> 4;
  int group = (kernel >> 2) & 3;
  int layer = kernel & 3;
  for (int image = from; image < to; ++image) {
    int block = map * 49 + half_ * 7;
    int place = group;
    ${times(7, (c) => `vec4 x0${c} = texelFetch(c1s2, ivec3(block + ${c}, image, 0), 0);`)}
    for (int row = 0; row < 5; ++row) {
      block += 7;
      ${times(7, (c) => `vec4 x1${c} = texelFetch(c1s2, ivec3(block + ${c}, image, 0), 0);`)}
      ${times(
        5,
        (c) => `vec4 z${c} = texelFetch(dC3, ivec3(place + ${4 * c}, image, layer), 0);
      bias += dot(z${c}, vec4(1.));
      ${addBlock(`z${c}`, 'x', 0, 2 * c)}`,
      )}
      place += 20;
      ${times(7, (c) => `x0${c} = x1${c};`)}
    }
  }
  ${end('map == 0 ? bias : 0.')}
}`,
);

/** dKernel[k, u] = sum over n: X[k] * dZ[u]; the biases like an input that is 1. */
const dense = ({ inputs, column }: DenseLayout, x: string, xPlace: string, d: string, dPlace: string) =>
  fragmentShader(
    [x, d],
    4,
    `void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int u = at.x - ${column};
  int k = at.y - batch.z * ${denseGradientRows};
  bool isBias = k == ${inputs / 4};
  k = min(k, ${inputs / 4 - 1});
  ${times(4, (i) => `vec4 s${i} = vec4(0.);`)}
  for (int image = 0; image < batch.x; ++image) {
    vec4 x = isBias ? vec4(1., 0., 0., 0.) : texelFetch(${x}, ${xPlace}, 0);
    vec4 d = texelFetch(${d}, ${dPlace}, 0);
    ${times(4, (i) => `s${i} += x.${lanes[i]} * d;`)}
  }
  ${times(4, (i) => `out${i} = s${i};`)}
}`,
  );

const byFours = (x: string) => `ivec3(${x}, image >> 2, image & 3)`;
export const c5Gradient = dense(c5, 'c3s4', 'ivec3(k, image, 0)', 'dC5', byFours('u'));
export const f6Gradient = dense(f6, 'c5', byFours('k'), 'dF6', byFours('u'));
export const outputGradient = dense(
  output,
  'f6',
  byFours('k'),
  'result',
  `ivec3(image & 15, batch.z * ${chunkImages / 16} + (image >> 4), u)`,
);
