import { c1Kernels, c5, type DenseLayout, f6, output } from '../layout.ts';
import { blockValue, fetchKernel, fragmentShader, lanes, placeOf, squash, tap, times } from '../shader.ts';

/**
 * The layers, each with the pooling behind it. A fragment computes sixteen values.
 *
 *   pixels  256 x n      Input in blocks of 2 x 2
 *   c1s2    294 x n x 4  (map, block of 2 x 2 places of S2). Layer 0: S2 at these places; layers 1 to 3: for the first
 *                        three of the four units of C1 behind each place. The fourth follows from the mean
 *   c3s4    100 x n x 4  (place, four maps). Layer 0: S4; layers 1 to 3: the first three of the units of C3 behind it
 *   c5, f6  groups x n / 4 x 4  image i at row i / 4 of layer i % 4
 *   out     16 x chunks * 16 x 4  image i at (i % 16, i / 16)
 */

const four = [0, 1, 2, 3];

/** z of the units at corner p of four places (A, B): the pixels under one tap. */
const underTap = (p: number, row: number, column: number) =>
  `vec4(${four
    .map((place) => blockValue('p', 2 * (place >> 1) + (p >> 1) + row, 2 * (place & 1) + (p & 1) + column))
    .join(', ')})`;

/** C1[y, x, m] = tanh(bias[m] + sum over r, c: Input[y + r, x + c] * kernel[r, c, m]), and its means. */
export const c1s2 = fragmentShader(
  ['pixels', 'parameters'],
  4,
  `${squash}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int map = at.x / 49;
  int block = at.x - map * 49;
  int row = block / 7;
  int corner = row * 32 + (block - row * 7) * 2;
  ${times(16, (i) => `vec4 p${i >> 2}${i & 3} = texelFetch(pixels, ivec2(corner + ${(i >> 2) * 16 + (i & 3)}, at.y), 0);`)}
  ${fetchKernel('k', 'map')}
  ${times(4, (p) => `vec4 z${p} = vec4(k3.w);`)}
  ${times(25, (t) =>
    four.map((p) => `z${p} += ${tap('k', 0, t)} * ${underTap(p, Math.floor(t / 5), t % 5)};`).join(' '),
  )}
  out1 = squash(z0);
  out2 = squash(z1);
  out3 = squash(z2);
  out0 = .25 * (out1 + out2 + out3 + squash(z3));
}`,
);

const windowUnderTap = (row: number, column: number) =>
  `vec4(${four.map((p) => blockValue('s', (p >> 1) + row, (p & 1) + column)).join(', ')})`;

/** C3[y, x, m] = tanh(bias[m] + sum over r, c, i: S2[y + r, x + c, i] * kernel[r, c, i, m]), and its means. */
export const c3s4 = fragmentShader(
  ['c1s2', 'parameters'],
  4,
  `${squash}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int group = at.x & 3;
  int place = at.x >> 2;
  int row = place / 5;
  int corner = row * 7 + place - row * 5;
  int kernel = ${c1Kernels} + group * 4;
  ${times(4, (o) => `vec4 z${o} = vec4(texelFetch(parameters, ivec2(57, kernel + ${o}), 0).w);`)}
  for (int i = 0; i < 6; ++i) {
    ${times(9, (b) => `vec4 s${Math.floor(b / 3)}${b % 3} = texelFetch(c1s2, ivec3(corner + ${Math.floor(b / 3) * 7 + (b % 3)}, at.y, 0), 0);`)}
    ${times(
      4,
      (o) => `{
      ${fetchKernel('k', `kernel + ${o}`)}
      ${times(25, (t) => `z${o} += ${tap('k', 0, t)} * ${windowUnderTap(Math.floor(t / 5), t % 5)};`)}
    }`,
    )}
    corner += 49;
    kernel += 16;
  }
  ${times(4, (o) => `z${o} = squash(z${o});`)}
  out0 = .25 * vec4(${four.map((o) => `z${o}.x + z${o}.y + z${o}.z + z${o}.w`).join(', ')});
  ${times(3, (p) => `out${p + 1} = vec4(${four.map((o) => `z${o}.${lanes[p]}`).join(', ')});`)}
}`,
);

/** Y[u] = tanh(bias[u] + sum over k: X[k] * kernel[k, u]), of four images. */
const dense = ({ inputs, column }: DenseLayout, source: string, place: (image: number) => string) =>
  fragmentShader(
    [source, 'parameters'],
    4,
    `${squash}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int column = at.x + ${column};
  vec4 bias = texelFetch(parameters, ivec2(column, ${inputs}), 0);
  ${times(4, (j) => `vec4 z${j} = bias;`)}
  for (int k = 0; k < ${inputs / 4}; ++k) {
    ${times(4, (j) => `vec4 x${j} = texelFetch(${source}, ${place(j)}, 0);`)}
    ${times(4, (i) => `vec4 w${i} = texelFetch(parameters, ivec2(column, 4 * k + ${i}), 0);`)}
    ${times(4, (j) => `z${j} += ${four.map((i) => `x${j}.${lanes[i]} * w${i}`).join(' + ')};`)}
  }
  ${times(4, (j) => `out${j} = squash(z${j});`)}
}`,
  );

export const c5Forward = dense(c5, 'c3s4', (j) => `ivec3(k, at.y * 4 + ${j}, 0)`);
export const f6Forward = dense(f6, 'c5', (j) => `ivec3(k, at.y, ${j})`);

/**
 * z[u] = bias[u] + sum over k: F6[k] * kernel[k, u], and what is asked for of it:
 *   train          dZ = (softmax(z) - target) / images of the batch; layer 3: cross-entropy, and 1 for a hit
 *   probabilities  softmax(z)
 *   logits         z
 */
export const outputs = (asked: 'train' | 'probabilities' | 'logits') =>
  fragmentShader(
    ['f6', 'parameters', ...(asked === 'train' ? ['labels', 'order'] : [])],
    4,
    `${asked === 'train' ? placeOf : ''}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int image = (at.y & 15) * 16 + at.x;
  ${times(3, (u) => `vec4 z${u} = texelFetch(parameters, ivec2(${output.column + u}, ${output.inputs}), 0);`)}
  for (int k = 0; k < ${output.inputs / 4}; ++k) {
    vec4 x = texelFetch(f6, ivec3(k, image >> 2, image & 3), 0);
    ${times(12, (i) => `z${i % 3} += x.${lanes[Math.floor(i / 3)]} * texelFetch(parameters, ivec2(${output.column + (i % 3)}, 4 * k + ${Math.floor(i / 3)}), 0);`)}
  }
  out3 = vec4(0.);
  ${asked === 'logits' ? 'out0 = z0; out1 = z1; out2 = z2;' : afterSoftmax(asked === 'train')}
}`,
  );

const ten = Array.from({ length: 10 }, (_, u) => `z${u >> 2}.${lanes[u & 3]}`);

const afterSoftmax = (train: boolean) => `
  vec4 highest = max(z0, z1);
  highest.xy = max(max(highest.xy, highest.zw), z2.xy);
  float top = max(highest.x, highest.y);
  vec4 e0 = exp(z0 - top);
  vec4 e1 = exp(z1 - top);
  vec4 e2 = vec4(exp(z2.xy - top), 0., 0.);
  float total = dot(e0 + e1 + e2, vec4(1.));
  ${train ? trained : 'out0 = e0 / total; out1 = e1 / total; out2 = e2 / total;'}`;

const trained = `
  uint place = image < batch.x ? texelFetch(order, placeOf(batch.y + image), 0).x : 0u;
  int label = int(texelFetch(labels, ivec2(place & 2047u, place >> 11), 0).x);
  bool none = label == 10;
  vec4 t0 = none ? vec4(.1) : vec4(equal(ivec4(label), ivec4(0, 1, 2, 3)));
  vec4 t1 = none ? vec4(.1) : vec4(equal(ivec4(label), ivec4(4, 5, 6, 7)));
  vec4 t2 = none ? vec4(.1, .1, 0., 0.) : vec4(equal(ivec4(label), ivec4(8, 9, -1, -1)));
  float share = 1. / float(batch.w);
  out0 = (e0 / total - t0) * share;
  out1 = (e1 / total - t1) * share;
  out2 = (e2 / total - t2) * share;
  int best = 0;
  float most = z0.x;
  ${ten
    .slice(1)
    .map((z, u) => `if (${z} > most) { most = ${z}; best = ${u + 1}; }`)
    .join('\n  ')}
  float expected = dot(t0, z0) + dot(t1, z1) + dot(t2.xy, z2.xy);
  out3 = vec4(top + log(total) - expected, best == label ? 1. : 0., 0., 0.);`;
