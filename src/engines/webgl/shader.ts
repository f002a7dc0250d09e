import { chunkImages, chunksMost, kernelColumn, tapLane } from './layout.ts';

/** Pieces of GLSL that the passes share. */

/** Rows of steps in one line of their texture: three texels each. */
export const rowsALine = 16;

const samplers: Readonly<Record<string, string>> = {
  store: 'usampler2DArray',
  labels: 'usampler2D',
  order: 'usampler2D',
  rows: 'sampler2D',
  chance: 'sampler2D',
  pixels: 'sampler2D',
  parameters: 'sampler2D',
  first: 'sampler2D',
  second: 'sampler2D',
};

const head = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp sampler2DArray;
precision highp usampler2D;
precision highp usampler2DArray;
`;

const declared = (textures: readonly string[]) =>
  textures.map((name) => `uniform highp ${samplers[name] ?? 'sampler2DArray'} ${name};\n`).join('');

const rowTexel = `
vec4 rowTexel(int row, int texel) {
  return texelFetch(rows, ivec2((row & ${rowsALine - 1}) * 3 + texel, row / ${rowsALine}), 0);
}`;

/**
 * One triangle over the viewport. Which row of the steps, and which of its chunks, is told by the number of the
 * first vertex: 3 * (row * chunksMost + chunk).
 */
export const wholeViewport = `${head}${declared(['rows'])}
/* images of the chunk; images of the epoch before it; the chunk; images of the batch */
flat out ivec4 batch;
${rowTexel}
void main() {
  int id = gl_VertexID / 3;
  int corner = gl_VertexID - id * 3;
  int chunk = id & ${chunksMost - 1};
  vec4 row = rowTexel(id / ${chunksMost}, 0);
  int before = chunk * ${chunkImages};
  batch = ivec4(min(${chunkImages}, int(row.y) - before), int(row.x) + before, chunk, int(row.y));
  gl_Position = vec4(corner == 1 ? 3. : -1., corner == 2 ? 3. : -1., 0., 1.);
}`;

/** A vertex shader that reads rows. */
export const vertexShader = (body: string) => `${head}${declared(['rows'])}${rowTexel}${body}`;

/** @param outputs targets of four floats each */
export function fragmentShader(textures: readonly string[], outputs: number, body: string): string {
  const targets = Array.from({ length: outputs }, (_, i) => `layout(location = ${i}) out vec4 out${i};\n`);
  return `${head}${declared(textures)}${targets.join('')}flat in ivec4 batch;\n${body}`;
}

export const lanes = 'xyzw';

export const times = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** One of the 5 x 5 taps of a kernel that `fetchKernel` has read. */
export const tap = (name: string, row: number, column: number) => {
  const lane = tapLane(row, column);
  return `${name}${lane >> 2}.${lanes[lane & 3]}`;
};

/** Reads a kernel into vec4s name0..name6. */
export const fetchKernel = (name: string, kernel: string) =>
  times(7, (t) => `vec4 ${name}${t} = texelFetch(parameters, ivec2(${kernelColumn + t}, ${kernel}), 0);`);

/** A value of a picture that lies in texels of 2 x 2. */
export const blockValue = (name: string, row: number, column: number) =>
  `${name}${row >> 1}${column >> 1}.${lanes[(row & 1) * 2 + (column & 1)]}`;

/** As TensorFlow.js writes it: GLSL's tanh overflows to NaN on some phones. NaN itself must stay NaN. */
export const squash = `
vec4 squash(vec4 z) {
  vec4 e = exp(-2. * abs(z));
  return sign(z) * (1. - e) / (1. + e) + 0. * z;
}`;

/** Where the order of an epoch has its i-th image. */
export const placeOf = `
ivec2 placeOf(int i) {
  return ivec2(i & 2047, i >> 11);
}`;
