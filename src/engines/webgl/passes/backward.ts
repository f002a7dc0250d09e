import { c1Kernels, c5, type DenseLayout, f6, output } from '../layout.ts';
import { blockValue, fetchKernel, fragmentShader, lanes, tap, times } from '../shader.ts';

/**
 * From the gradient at the logits back to S2. dZ is the gradient at what enters a layer's tanh, dY at what leaves it.
 *
 *   dF6, dC5  dZ, as f6 and c5 lie
 *   dC3       100 x n x 4  (place, four maps): layer j has dZ of map j of the four, in blocks of 2 x 2
 *   dS2       96 x n x 4   (tile of 4 x 4 places, map): layer (Y % 2) * 2 + X % 2 has the block (Y, X) of dY
 */

const four = [0, 1, 2, 3];

/** dX[k] = sum over u: dZ[u] * kernel[k, u], of four images; times 1 - X^2. */
const dense = (layer: DenseLayout, source: string, place: (image: number) => string, activation: string) =>
  fragmentShader(
    [source, 'parameters', activation],
    4,
    `void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  ${times(4, (j) => `vec4 d${j} = vec4(0.);`)}
  for (int u = 0; u < ${layer.groups}; ++u) {
    ${times(4, (j) => `vec4 z${j} = texelFetch(${source}, ${place(j)}, 0);`)}
    ${times(4, (i) => `vec4 w${i} = texelFetch(parameters, ivec2(${layer.column} + u, 4 * at.x + ${i}), 0);`)}
    ${times(4, (j) => `d${j} += vec4(${four.map((i) => `dot(z${j}, w${i})`).join(', ')});`)}
  }
  ${times(4, (j) => `vec4 x${j} = texelFetch(${activation}, ivec3(at, ${j}), 0); out${j} = d${j} * (1. - x${j} * x${j});`)}
}`,
  );

export const f6Backward = dense(
  output,
  'result',
  (j) => `ivec3((at.y * 4 + ${j}) & 15, batch.z * 16 + (at.y >> 2), u)`,
  'f6',
);
export const c5Backward = dense(f6, 'dF6', (j) => `ivec3(u, at.y, ${j})`, 'c5');

/** Through C5, the means of S4, and the tanh of C3. */
export const c3Backward = fragmentShader(
  ['dC5', 'parameters', 'c3s4'],
  4,
  `void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  vec4 d = vec4(0.);
  for (int u = 0; u < ${c5.groups}; ++u) {
    vec4 z = texelFetch(dC5, ivec3(u, at.y >> 2, at.y & 3), 0);
    d += vec4(${four.map((i) => `dot(z, texelFetch(parameters, ivec2(u, 4 * at.x + ${i}), 0))`).join(', ')});
  }
  d *= .25;
  vec4 y1 = texelFetch(c3s4, ivec3(at, 1), 0);
  vec4 y2 = texelFetch(c3s4, ivec3(at, 2), 0);
  vec4 y3 = texelFetch(c3s4, ivec3(at, 3), 0);
  vec4 y4 = 4. * texelFetch(c3s4, ivec3(at, 0), 0) - y1 - y2 - y3;
  ${times(4, (p) => `y${p + 1} = d * (1. - y${p + 1} * y${p + 1});`)}
  ${times(4, (j) => `out${j} = vec4(${four.map((p) => `y${p + 1}.${lanes[j]}`).join(', ')});`)}
}`,
);

/**
 * dY[y, x, i] = sum over r, c, o: dZ[y - r, x - c, o] * kernel[r, c, i, o], of 4 x 4 places, from a window of 4 x 4
 * blocks. More than half of these lie outside; neighbouring fragments have the same tile, so that they skip the same.
 */
export const s2Backward = fragmentShader(
  ['dC3', 'parameters'],
  4,
  `
/* Column of the place, or -1 outside. */
int columnOf(int row, int column) {
  return row < 0 || row > 4 || column < 0 || column > 4 ? -1 : (row * 5 + column) * 4;
}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int tile = at.x / 6;
  int map = at.x - tile * 6;
  int row = (tile >> 2) * 2 - 2;
  int column = (tile & 3) * 2 - 2;
  ${times(16, (b) => `int c${b >> 2}${b & 3} = columnOf(row + ${b >> 2}, column + ${b & 3});`)}
  ${times(4, (y) => `vec4 d${y} = vec4(0.);`)}
  int kernel = ${c1Kernels} + map * 16;
  for (int o = 0; o < 16; ++o) {
    int group = o >> 2;
    int layer = o & 3;
    ${fetchKernel('k', 'kernel + o')}
    ${times(
      4,
      (blockRow) => `if (row > ${-1 - blockRow} && row < ${5 - blockRow}) {
        ${times(4, (b) => `vec4 z${blockRow}${b} = vec4(0.); if (c${blockRow}${b} >= 0) z${blockRow}${b} = texelFetch(dC3, ivec3(c${blockRow}${b} + group, at.y, layer), 0);`)}
        ${times(4, (y) =>
          times(25, (t) => {
            const [r, c] = [Math.floor(t / 5), t % 5];
            if ((y + 4 - r) >> 1 !== blockRow) return '';
            const values = four.map((x) => blockValue('z', y + 4 - r, x + 4 - c)).join(', ');
            return `d${y} += ${tap('k', r, c)} * vec4(${values});`;
          }),
        )}
      }`,
    )}
  }
  out0 = vec4(d0.xy, d1.xy);
  out1 = vec4(d0.zw, d1.zw);
  out2 = vec4(d2.xy, d3.xy);
  out3 = vec4(d2.zw, d3.zw);
}`,
);

/** dInput[y, x] = sum over r, c, m: dZ[y - r, x - c, m] * kernel[r, c, m], in blocks of 2 x 2. */
export const inputBackward = fragmentShader(
  ['dS2', 'c1s2', 'parameters'],
  1,
  `
/* dZ of the four units of C1 behind a place of S2. */
vec4 dC1(int image, int map, int row, int column) {
  if (row < 0 || row > 13 || column < 0 || column > 13) return vec4(0.);
  ivec2 block = ivec2(map * 49 + (row >> 1) * 7 + (column >> 1), image);
  int place = (row & 1) * 2 + (column & 1);
  float y1 = texelFetch(c1s2, ivec3(block, 1), 0)[place];
  float y2 = texelFetch(c1s2, ivec3(block, 2), 0)[place];
  float y3 = texelFetch(c1s2, ivec3(block, 3), 0)[place];
  vec4 y = vec4(y1, y2, y3, 4. * texelFetch(c1s2, ivec3(block, 0), 0)[place] - y1 - y2 - y3);
  ivec3 tile = ivec3(((row >> 2) * 4 + (column >> 2)) * 6 + map, image, ((row >> 1) & 1) * 2 + ((column >> 1) & 1));
  return .25 * texelFetch(dS2, tile, 0)[place] * (1. - y * y);
}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int row = (at.x >> 4) - 2;
  int column = (at.x & 15) - 2;
  out0 = vec4(0.);
  for (int map = 0; map < 6; ++map) {
    ${fetchKernel('k', 'map')}
    ${times(9, (b) => `vec4 z${Math.floor(b / 3)}${b % 3} = dC1(at.y, map, row + ${Math.floor(b / 3)}, column + ${b % 3});`)}
    ${times(25, (t) => {
      const [r, c] = [Math.floor(t / 5), t % 5];
      const values = four.map((p) => blockValue('z', (p >> 1) + 4 - r, (p & 1) + 4 - c)).join(', ');
      return `out0 += ${tap('k', r, c)} * vec4(${values});`;
    })}
  }
}`,
);
