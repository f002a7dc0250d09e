import { rowFloats } from '../../gpu/step-rows.ts';
import { at, flat, imagesEach, imageWords, laneGroups, lanes, work } from '../layout.ts';
import { chance, kernel3, lines, places, range, readers, squash, sumOf } from './common.ts';
import { asItIs, distorted, spline } from './distort.ts';
import { imageBindings } from './image.ts';

/**
 * Training for software renderers: a few images to each invocation, from its distortion to the convolutions' gradients,
 * and a workgroup of as many as the renderer computes at once. All read the same weights then, and nobody waits for
 * anybody: such renderers take longer to start an invocation and to pass a barrier than to multiply. What an image
 * needs stands in a buffer, beside the same of the workgroup's other images.
 */

/** Where things stand in an image's memory. */
const memory = (() => {
  let next = 0;
  const take = (floats: number) => {
    const begin = next;
    next += floats;
    return begin;
  };
  return {
    input: take(1024),
    /** Block after block, as C1 is computed. */
    c1: take(4704),
    /** Map after map; then its deltas. */
    s2: take(1176),
    /** Map after map; then its deltas. */
    c3: take(1600),
    /** As C5 reads it. */
    s4: take(400),
    c5: take(120),
    f6: take(84),
    z: take(10),
    dZ: take(10),
    dF6: take(84),
    dC5: take(120),
    dS4: take(400),
    /** Gradient of C1's kernel and biases. */
    dKernel: take(156),
    size: next,
  };
})();
const { input, c1, s2, c3, s4, c5, f6, z, dZ, dF6, dC5, dS4, dKernel } = memory;

/** Bytes of what the images of all workgroups need. */
export const laneMemoryBytes = memory.size * imagesEach * lanes * laneGroups * 4;

export type LaneTask = 'train in lanes' | 'train distorted in lanes';

/** What a task reads and writes, by binding: as an image's workgroup has it, and the images' memory. */
export const laneBindings: Readonly<Record<LaneTask, readonly number[]>> = {
  'train in lanes': [...imageBindings.train, 9],
  'train distorted in lanes': [...imageBindings['train distorted'], 9],
};

/** A float of the image's memory. @param image of the invocation, where all have their turn together */
const m = (index: string, image: number | '' = '') => `m${image}[${index}][lane]`;
const ofEach = (lines: (image: number) => string) => range(imagesEach).map(lines).join('\n');

/** The four of them that each place of S2 is the mean of, and where that stands. */
const pools = range(4).map((pool) => {
  const [row, column] = [pool >> 1, pool & 1];
  const first = 8 * row + 2 * column;
  return { four: [first, first + 1, first + 4, first + 5], to: 14 * row + column };
});

/** Vectors of three maps, from `start` on. */
const threeMaps = (start: string, first: number, apart: number) =>
  `vec3f(${range(3)
    .map((map) => m(`${start} + ${(first + map) * apart}u`))
    .join(', ')})`;
const storeThree = (start: string, first: number, apart: number, value: string) =>
  [...'xyz'].map((c, map) => `${m(`${start} + ${(first + map) * apart}u`)} = ${value}.${c};`).join(' ');

const inputRows = /* wgsl */ `
      let start = ${input}u + (top + ky) * 32u + left;
      ${lines(32, (i) => `let x${i >> 3}${i & 7} = ${m(`start + ${(i >> 3) * 32 + (i & 7)}u`)};`)}`;

/** Four rows and columns at a time, six maps. */
const forwardC1 = /* wgsl */ `
  for (var block = 0u; block < 49u; block++) {
    let top = 4u * (block / 7u);
    let left = 4u * (block % 7u);
    let aBias = kernel3(${at('C1', 'bias')}u);
    let bBias = kernel3(${at('C1', 'bias') + 3}u);
    ${places.map(({ a, b }) => `var ${a} = aBias; var ${b} = bBias;`).join('\n')}
    for (var ky = 0u; ky < 5u; ky++) {${inputRows}
      ${lines(5, (kx) => `let u${kx} = kernel3(ky * 30u + ${kx * 6}u); let v${kx} = kernel3(ky * 30u + ${kx * 6 + 3}u);`)}
      ${places
        .map(
          ({ a, b, row, column }) => `${a} += ${sumOf(5, (kx) => `x${row}${column + kx} * u${kx}`)};
      ${b} += ${sumOf(5, (kx) => `x${row}${column + kx} * v${kx}`)};`,
        )
        .join('\n')}
    }
    ${places.map(({ a, b }) => `${a} = squash3(${a}); ${b} = squash3(${b});`).join('\n')}
    let to = ${c1}u + 96u * block;
    ${places.map(({ a, b }, i) => `${storeThree('to', 6 * i, 1, a)} ${storeThree('to', 6 * i + 3, 1, b)}`).join('\n')}
    let pooled = ${s2}u + (top >> 1) * 14u + (left >> 1);
    ${pools
      .map(
        ({ four, to }) => `{
      let u = 0.25 * (${four.map((i) => `a${i}`).join(' + ')});
      let v = 0.25 * (${four.map((i) => `b${i}`).join(' + ')});
      ${storeThree(`pooled + ${to}u`, 0, 196, 'u')} ${storeThree(`pooled + ${to}u`, 3, 196, 'v')}
    }`,
      )
      .join('\n')}
  }
`;

/** Two rows of four maps at a time, and the row of S4 below them. */
const forwardC3 = /* wgsl */ `
  for (var y = 0u; y < 10u; y += 2u) {
    for (var four = 0u; four < 4u; four++) {
      let bias = parameters4[${at('C3', 'bias') / 4}u + four];
      ${lines(10, (x) => `var a${x} = bias; var b${x} = bias;`)}
      for (var ky = 0u; ky < 5u; ky++) {
        for (var i = 0u; i < 6u; i++) {
          let start = ${s2}u + i * 196u + (y + ky) * 14u;
          ${lines(28, (x) => `let x${x} = ${m(`start + ${x}u`)};`)}
          let weights = ${at('C3', 'kernel') / 4}u + (ky * 30u + i) * 4u + four;
          ${lines(5, (kx) => `let w${kx} = parameters4[weights + ${24 * kx}u];`)}
          ${lines(
            10,
            (x) => `a${x} += ${sumOf(5, (kx) => `x${x + kx} * w${kx}`)};
          b${x} += ${sumOf(5, (kx) => `x${14 + x + kx} * w${kx}`)};`,
          )}
        }
      }
      ${lines(10, (x) => `a${x} = squash4(a${x}); b${x} = squash4(b${x});`)}
      let to = ${c3}u + four * 400u + y * 10u;
      let pooled = ${s4}u + y * 40u + four * 4u;
      ${[...'xyzw']
        .map(
          (c, map) => `
      ${lines(10, (x) => `${m(`to + ${map * 100 + x}u`)} = a${x}.${c}; ${m(`to + ${map * 100 + 10 + x}u`)} = b${x}.${c};`)}
      ${lines(5, (x) => `${m(`pooled + ${16 * x + map}u`)} = 0.25 * (a${2 * x}.${c} + a${2 * x + 1}.${c} + b${2 * x}.${c} + b${2 * x + 1}.${c});`)}`,
        )
        .join('\n')}
    }
  }
`;

interface Dense {
  readonly layer: 'C5' | 'F6' | 'Output';
  readonly inputs: number;
  readonly units: number;
  /** Units, and inputs, whose sums are computed at a time. */
  readonly unitsEach: number;
  readonly inputsEach: number;
}
const [layerC5, layerF6, layerOutput]: readonly [Dense, Dense, Dense] = [
  { layer: 'C5', inputs: 400, units: 120, unitsEach: 12, inputsEach: 10 },
  { layer: 'F6', inputs: 120, units: 84, unitsEach: 12, inputsEach: 10 },
  { layer: 'Output', inputs: 84, units: 10, unitsEach: 10, inputsEach: 12 },
];

/** A weight that is read serves all images of the invocation. */
const forwardDense = (
  { layer, inputs, units, unitsEach }: Dense,
  from: number,
  to: number,
  activation: (sum: string) => string,
) => /* wgsl */ `
  for (var unit = 0u; unit < ${units}u; unit += ${unitsEach}u) {
    ${lines(unitsEach, (j) => `let bias${j} = parameters[${at(layer, 'bias') + j}u + unit];`)}
    ${ofEach((image) => lines(unitsEach, (j) => `var sum${image}${j} = bias${j};`))}
    for (var i = 0u; i < ${inputs}u; i += 4u) {
      let w = ${at(layer, 'kernel')}u + i * ${units}u + unit;
      ${ofEach((image) => lines(4, (k) => `let x${image}${k} = ${m(`${from + k}u + i`, image)};`))}
      ${lines(
        unitsEach,
        (j) => `{
        ${lines(4, (k) => `let w${k} = parameters[w + ${k * units + j}u];`)}
        ${ofEach((image) => `sum${image}${j} += ${sumOf(4, (k) => `x${image}${k} * w${k}`)};`)}
      }`,
      )}
    }
    ${ofEach((image) => lines(unitsEach, (j) => `${m(`${to + j}u + unit`, image)} = ${activation(`sum${image}${j}`)};`))}
  }
`;

/** The deltas of the layer below. @param derivative of its activation y */
const backwardDense = (
  { layer, inputs, units, inputsEach }: Dense,
  deltas: number,
  below: number,
  to: number,
  derivative: string,
) => /* wgsl */ `
  for (var i = 0u; i < ${inputs}u; i += ${inputsEach}u) {
    ${ofEach((image) => lines(inputsEach, (j) => `var sum${image}${j} = 0.0;`))}
    for (var unit = 0u; unit < ${units}u; unit += 2u) {
      let w = ${at(layer, 'kernel')}u + i * ${units}u + unit;
      ${ofEach((image) => lines(2, (k) => `let d${image}${k} = ${m(`${deltas + k}u + unit`, image)};`))}
      ${lines(
        inputsEach,
        (j) => `{
        ${lines(2, (k) => `let w${k} = parameters[w + ${j * units + k}u];`)}
        ${ofEach((image) => `sum${image}${j} += ${sumOf(2, (k) => `d${image}${k} * w${k}`)};`)}
      }`,
      )}
    }
    ${ofEach((image) => lines(inputsEach, (j) => `{ let y = ${m(`${below + j}u + i`, image)}; ${m(`${to + j}u + i`, image)} = sum${image}${j} * ${derivative}; }`))}
  }
`;

const slopeOfTanh = '(1.0 - y * y)';

const loss = /* wgsl */ `
  let label = images[places[u32(rows[row]) + image] * ${imageWords}u + ${imageWords - 1}u];
  var highest = ${m(`${z}u`)};
  var first = 0u;
  for (var k = 1u; k < 10u; k++) {
    if (${m(`${z}u + k`)} > highest) { first = k; }
    highest = max(highest, ${m(`${z}u + k`)});
  }
  var total = 0.0;
  for (var k = 0u; k < 10u; k++) { total += exp(${m(`${z}u + k`)} - highest); }
  let mean = 1.0 / rows[row + 1];
  var wanted = 0.0;
  for (var k = 0u; k < 10u; k++) {
    let goal = select(select(0.0, 1.0, k == label), 0.1, label == 10u);
    ${m(`${dZ}u + k`)} = (exp(${m(`${z}u + k`)} - highest) / total - goal) * mean;
    wanted += goal * ${m(`${z}u + k`)};
  }
  work[base + ${work.result}u] = highest + log(total) - wanted;
  work[base + ${work.result + 1}u] = select(0.0, 1.0, first == label);
`;

/** Its deltas take the place of what C3 was. */
const backwardC3 = /* wgsl */ `
  for (var map = 0u; map < 16u; map++) {
    var sum = 0.0;
    for (var y = 0u; y < 10u; y++) {
      let row = ${c3}u + map * 100u + y * 10u;
      let pooled = ${dS4}u + (y >> 1u) * 80u + map;
      ${lines(5, (x) => `let d${x} = ${m(`pooled + ${16 * x}u`)};`)}
      ${lines(10, (x) => `let c${x} = ${m(`row + ${x}u`)}; let e${x} = d${x >> 1} * (1.0 - c${x} * c${x}); ${m(`row + ${x}u`)} = e${x};`)}
      sum += ${sumOf(10, (x) => `e${x}`)};
    }
    work[base + ${work.gradient + at('C3', 'bias')}u + map] = sum;
  }
`;

/** Deltas of a row of C3, four maps. */
const deltasOfC3 = lines(
  10,
  (x) =>
    `let d${x} = vec4f(${range(4)
      .map((map) => m(`deltas + ${100 * map + x}u`))
      .join(', ')});`,
);

/** Five neighbouring taps of one row, for three maps of S2 and four of C3. */
const gradientC3 = /* wgsl */ `
  for (var item = 0u; item < 40u; item++) {
    let ky = item % 5u;
    let i = 3u * ((item / 5u) % 2u);
    let four = item / 10u;
    ${lines(15, (k) => `var g${k} = vec4f(0.0);`)}
    for (var y = 0u; y < 10u; y++) {
      let start = ${s2}u + i * 196u + (y + ky) * 14u;
      ${lines(42, (k) => `let x${k} = ${m(`start + ${196 * Math.floor(k / 14) + (k % 14)}u`)};`)}
      let deltas = ${c3}u + four * 400u + y * 10u;
      ${deltasOfC3}
      ${lines(15, (k) => `g${k} += ${sumOf(10, (x) => `x${14 * Math.floor(k / 5) + (k % 5) + x} * d${x}`)};`)}
    }
    let to = base + ${work.gradient + at('C3', 'kernel')}u + (ky * 30u + i) * 16u + four * 4u;
    ${lines(15, (k) => [...'xyzw'].map((c, map) => `work[to + ${96 * (k % 5) + 16 * Math.floor(k / 5) + map}u] = g${k}.${c};`).join(' '))}
  }
`;

/** A row of three maps at a time, in the place of what S2 was. */
const backwardS2 = /* wgsl */ `
  for (var y = 0u; y < 14u; y++) {
    for (var map = 0u; map < 6u; map += 3u) {
      ${lines(42, (k) => `var p${k} = 0.0;`)}
      for (var ky = max(y, 9u) - 9u; ky < min(5u, y + 1u); ky++) {
        for (var four = 0u; four < 4u; four++) {
          let deltas = ${c3}u + four * 400u + (y - ky) * 10u;
          ${deltasOfC3}
          let weights = ${at('C3', 'kernel') / 4}u + (ky * 30u + map) * 4u + four;
          ${lines(15, (k) => `let w${k} = parameters4[weights + ${24 * (k % 5) + 4 * Math.floor(k / 5)}u];`)}
          ${range(3)
            .map((of) =>
              readers
                .map(
                  (taps, x) =>
                    `p${14 * of + x} += ${taps.map(({ kx, column }) => `dot(w${5 * of + kx}, d${column})`).join(' + ')};`,
                )
                .join('\n'),
            )
            .join('\n')}
        }
      }
      let to = ${s2}u + map * 196u + y * 14u;
      ${lines(42, (k) => `${m(`to + ${196 * Math.floor(k / 14) + (k % 14)}u`)} = 0.25 * p${k};`)}
    }
  }
`;

/** Deltas of a block of C1, which are kept nowhere, and what they add to the gradient. */
const gradientC1 = /* wgsl */ `
  for (var i = 0u; i < 156u; i++) { ${m(`${dKernel}u + i`)} = 0.0; }
  for (var block = 0u; block < 49u; block++) {
    let top = 4u * (block / 7u);
    let left = 4u * (block % 7u);
    let values = ${c1}u + 96u * block;
    let pooled = ${s2}u + (top >> 1) * 14u + (left >> 1);
    ${places.map(({ a, b }, i) => `var ${a} = ${threeMaps('values', 6 * i, 1)}; var ${b} = ${threeMaps('values', 6 * i + 3, 1)};`).join('\n')}
    ${pools
      .map(
        ({ four, to }) => `{
      let u = ${threeMaps(`pooled + ${to}u`, 0, 196)};
      let v = ${threeMaps(`pooled + ${to}u`, 3, 196)};
      ${four.map((i) => `a${i} = u * (1.0 - a${i} * a${i}); b${i} = v * (1.0 - b${i} * b${i});`).join('\n')}
    }`,
      )
      .join('\n')}
    for (var ky = 0u; ky < 5u; ky++) {${inputRows}
      let to = ${dKernel}u + ky * 30u;
      ${lines(
        5,
        (kx) => `{
        let u = ${threeMaps('to', 6 * kx, 1)} + ${places.map(({ a, row, column }) => `x${row}${column + kx} * ${a}`).join(' + ')};
        let v = ${threeMaps('to', 6 * kx + 3, 1)} + ${places.map(({ b, row, column }) => `x${row}${column + kx} * ${b}`).join(' + ')};
        ${storeThree('to', 6 * kx, 1, 'u')} ${storeThree('to', 6 * kx + 3, 1, 'v')}
      }`,
      )}
    }
    let to = ${dKernel + at('C1', 'bias')}u;
    let u = ${threeMaps('to', 0, 1)} + ${places.map(({ a }) => a).join(' + ')};
    let v = ${threeMaps('to', 3, 1)} + ${places.map(({ b }) => b).join(' + ')};
    ${storeThree('to', 0, 1, 'u')} ${storeThree('to', 3, 1, 'v')}
  }
`;

/** For the update. */
const keep = (from: number, to: number, count: number) => /* wgsl */ `
  for (var i = 0u; i < ${count}u; i++) { work[base + ${to}u + i] = ${m(`${from}u + i`)}; }`;

const kept = [
  keep(input, work.input, 1024),
  keep(s4, work.s4, 400),
  keep(c5, work.c5, 120),
  keep(dC5, work.dC5, 120),
  keep(f6, work.f6, 84),
  keep(dF6, work.dF6, 84),
  keep(dZ, work.dOutput, 10),
  keep(dKernel, work.gradient, 156),
].join('');

/** The images of an invocation in turn, as far as the batch has them. */
const oneByOne = (parts: readonly string[]) => /* wgsl */ `
    for (var image = first + lane; image < min(first + ${lanes * imagesEach}u, imageCount); image += ${lanes}u) {
      let m = &memory[workgroup.x * ${imagesEach}u + (image - first) / ${lanes}u];
      let base = image * ${work.size}u;
      ${parts.join('\n')}
    }`;

/** @returns WGSL with the entry point `main`, for at most `laneGroups` workgroups */
export function imagePerLaneShader(task: LaneTask): string {
  const isDistorted = task === 'train distorted in lanes';
  const threads = { count: 1, m: (index: string) => m(index), barrier: '' };
  // What the distortion needs is done with before C1 is there.
  const pictures = { picture: c1, moved: c1 + 1024, draws: c1 + 2048, input };
  return /* wgsl */ `
${chance}
@group(0) @binding(0) var<storage, read> parameters: array<f32, ${flat}>;
@group(0) @binding(1) var<storage, read> parameters4: array<vec4f, ${flat / 4}>;
@group(0) @binding(2) var<storage, read> images: array<u32>;
@group(0) @binding(3) var<storage, read> places: array<u32>;
@group(0) @binding(4) var<storage, read> rows: array<f32>;
@group(0) @binding(5) var<storage, read_write> work: array<f32>;
${isDistorted ? '@group(0) @binding(6) var<uniform> chance: Chance;' : ''}
@group(0) @binding(7) var<uniform> step: vec4u;
@group(0) @binding(8) var<storage, read_write> stepHere: array<u32, 4>;
@group(0) @binding(9) var<storage, read_write> memory: array<array<array<f32, ${lanes}>, ${memory.size}>, ${imagesEach * laneGroups}>;
${squash}
${spline}
${kernel3}

@compute @workgroup_size(${lanes})
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let thread = 0u;
  let row = step.x * ${rowFloats}u;
  if (workgroup.x == 0u && lane == 0u) { stepHere[0] = step.x; }
  let imageCount = u32(rows[row + 1]);
  ${ofEach((image) => `let m${image} = &memory[workgroup.x * ${imagesEach}u + ${image}u];`)}
  for (var first = workgroup.x * ${lanes * imagesEach}u; first < imageCount; first += workgroups.x * ${lanes * imagesEach}u) {
    ${oneByOne([
      `let digit = places[u32(rows[row]) + image] * ${imageWords}u;`,
      isDistorted ? distorted(pictures, threads) : asItIs(pictures, threads),
      forwardC1,
      forwardC3,
    ])}
    ${forwardDense(layerC5, s4, c5, (sum) => `squash1(${sum})`)}
    ${forwardDense(layerF6, c5, f6, (sum) => `squash1(${sum})`)}
    ${forwardDense(layerOutput, f6, z, (sum) => sum)}
    ${oneByOne([loss])}
    ${backwardDense(layerOutput, dZ, f6, dF6, slopeOfTanh)}
    ${backwardDense(layerF6, dF6, c5, dC5, slopeOfTanh)}
    ${/* S4 is the mean of four places of C3. */ backwardDense(layerC5, dC5, s4, dS4, '0.25')}
    ${oneByOne([backwardC3, gradientC3, backwardS2, gradientC1, kept])}
  }
}`;
}
