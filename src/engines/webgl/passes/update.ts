import {
  c1Kernels,
  c3Kernels,
  c5,
  chunkImages,
  denseGradientRows,
  f6,
  kernelColumn,
  kernels,
  kernelTexels,
  output,
  parameterColumns,
  parameterRows,
  slices,
} from '../layout.ts';
import { fragmentShader, vertexShader } from '../shader.ts';

/** Parts of the parameters' texture that hold something: column, row, columns, rows. */
const parts = [
  [kernelColumn, 0, kernelTexels, kernels],
  ...[c5, f6, output].map(({ column, groups, inputs }) => [column, 0, groups, inputs + 1]),
] as const;

/** Vertices of an update: two triangles a part. */
export const updateVertices = parts.length * 6;

const bounds = `vec4 bounds[${parts.length}] = vec4[](${parts
  .map(([x = 0, y = 0, w = 0, h = 0]) => `vec4(${[x, y, x + w, y + h].map((v) => `${v}.`).join(', ')})`)
  .join(', ')});`;

/** The row is told by the number of the first vertex: updateVertices * row. */
export const updateVertex = vertexShader(`
flat out ivec4 batch;
flat out vec4 rule0;
flat out vec4 rule1;
flat out vec4 rule2;
void main() {
  int row = gl_VertexID / ${updateVertices};
  int id = gl_VertexID - row * ${updateVertices};
  int part = id / 6;
  int corner = id - part * 6;
  rule0 = rowTexel(row, 0);
  rule1 = rowTexel(row, 1);
  rule2 = rowTexel(row, 2);
  batch = ivec4(int(rule0.y), part, 0, 0);
  ${bounds}
  vec4 box = bounds[part];
  bool right = corner == 1 || corner == 2 || corner == 4;
  bool top = corner == 2 || corner == 4 || corner == 5;
  vec2 texel = vec2(right ? box.z : box.x, top ? box.w : box.y);
  gl_Position = vec4(2. * texel / vec2(${parameterColumns}., ${parameterRows}.) - 1., 0., 1.);
}`);

/** Sums what the chunks and slices have summed, and changes parameters and moments by it: gpu/step-rows.ts. */
export const update = fragmentShader(
  ['parameters', 'first', 'second', 'kernelSums', 'denseSums'],
  3,
  `
flat in vec4 rule0;
flat in vec4 rule1;
flat in vec4 rule2;
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int images = batch.x;
  int chunks = (images + ${chunkImages - 1}) / ${chunkImages};
  vec4 g = vec4(0.);
  if (batch.y == 0) {
    int texel = at.x - ${kernelColumn};
    int column = at.y < ${c1Kernels}
      ? at.y + (texel > 3 ? ${c1Kernels} : 0)
      : at.y + ${c1Kernels} + (texel > 3 ? ${c3Kernels} : 0);
    for (int chunk = 0; chunk < chunks; ++chunk) {
      int here = min(${chunkImages}, images - chunk * ${chunkImages});
      int each = (here + ${slices - 1}) / ${slices};
      int used = (here + each - 1) / each;
      for (int slice = 0; slice < used; ++slice)
        g += texelFetch(kernelSums, ivec3(column, chunk * ${slices} + slice, texel & 3), 0);
    }
  } else {
    for (int chunk = 0; chunk < chunks; ++chunk)
      g += texelFetch(denseSums, ivec3(at.x, chunk * ${denseGradientRows} + (at.y >> 2), at.y & 3), 0);
  }
  float rate = rule0.z;
  float scale = rule0.w;
  float keep1 = rule1.x;
  float add1 = rule1.y;
  float keep2 = rule1.z;
  float add2 = rule1.w;
  float epsilon = rule2.x;
  vec4 p = texelFetch(parameters, at, 0);
  g += rule2.y * p;
  vec4 m = keep1 * texelFetch(first, at, 0) + add1 * g;
  vec4 v = keep2 * texelFetch(second, at, 0) + add2 * g * g;
  vec4 by = rule2.w > 0. ? m / (scale * sqrt(v) + epsilon) : m;
  out0 = rule2.z * p - rate * by;
  out1 = m;
  out2 = v;
}`,
);

/** Sums of a batch's losses and hits, into the pixel that the viewport leaves. */
export const results = fragmentShader(
  ['result'],
  1,
  `void main() {
  vec4 sum = vec4(0.);
  for (int image = 0; image < batch.w; ++image)
    sum += texelFetch(result, ivec3(image & 15, image >> 4, 3), 0);
  out0 = sum;
}`,
);
