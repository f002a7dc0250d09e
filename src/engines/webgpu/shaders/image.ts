import { activationOffset } from '../../../network/architecture.ts';
import { type LeNetLayer, lenet5 } from '../../../network/lenet-5.ts';
import { rowFloats } from '../../gpu/step-rows.ts';
import { at, flat, imageThreads, imageWords, probabilitiesAt, work } from '../layout.ts';
import { asItIs, distorted, spline } from './distort.ts';

/**
 * One image in one workgroup of `imageThreads`: forward, and back to the gradients of the convolutions, which are
 * sums over places and so stay with the image. C1 and C3 never leave the registers of the threads that computed
 * them; what threads hand to one another passes through `m`, 4,096 floats, which are all that WebGPU grants.
 *
 * Threads and their shares:
 *   C1 and S2   98: two rows of four columns, six maps
 *   C3          120 of 10 (12) columns, two halves of five rows, four groups of four maps
 *   dense       one unit a thread
 *   dS2         84: a row's half, two maps
 *   dC1         as C1
 */

/** What a pass is for. */
export type ImageTask = 'train' | 'forward' | 'input gradient';

// Where things stand in m. A region is used again once nobody reads what was there.
const picture = 0;
const moved = 1024;
const input = 2048;
const draws = 3072;
const s2 = 0;
const c3 = 1176;
const s4 = 2776;
const c5 = 3176;
const dC5 = 3296;
const f6 = 3416;
const dF6 = 3500;
const z = 3584;
const dZ = 3596;
/** Ten rows of four columns of paper and ten of places, and four more at the end; sixteen maps each. */
const dC3 = 1176;
const dC3Row = 14 * 16;
const inputAgain = 0;
const sums = 1024;
const quarters = 3964;

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const lines = (n: number, line: (i: number) => string) => range(n).map(line).join('\n');

/** The eight places of a thread's part of C1, as vectors of three maps. */
const places = range(8).map((i) => ({ row: i >> 2, column: i & 3, a: `a${i}`, b: `b${i}` }));

/** What a task reads and writes, by binding. */
export const imageBindings: Readonly<Record<ImageTask, readonly number[]>> = {
  train: [0, 1, 2, 3, 4, 5, 6, 7, 8],
  forward: [0, 1, 2, 9],
  'input gradient': [0, 1, 2, 3, 9],
};

const declared = (task: ImageTask): readonly string[] => [
  `var<storage, read> parameters: array<f32, ${flat}>;`,
  `var<storage, read> parameters4: array<vec4f, ${flat / 4}>;`,
  `var<storage, read> images: array<${task === 'input gradient' ? 'f32' : 'u32'}>;`,
  'var<storage, read> places: array<u32>;',
  'var<storage, read> rows: array<f32>;',
  'var<storage, read_write> work: array<f32>;',
  'var<uniform> chance: Chance;',
  'var<uniform> step: vec4u;',
  'var<storage, read_write> stepHere: array<u32, 4>;',
  'var<storage, read_write> written: array<f32>;',
];

const header = (task: ImageTask) => /* wgsl */ `
struct Chance {
  seed: u32, epoch: u32, distorts: u32, changesLine: u32,
  rotation: f32, scale: f32, shear: f32, shift: f32,
  reach: f32, thinning: f32, thickening: f32, unused: f32,
}
${imageBindings[task].map((binding) => `@group(0) @binding(${binding}) ${declared(task)[binding]}`).join('\n')}
var<workgroup> m: array<f32, 4096>;

// exp overflows for no argument below zero; the built-in function does on some devices.
fn squash(x: vec3f) -> vec3f {
  let e = exp(-2.0 * abs(x));
  return sign(x) * (1.0 - e) / (1.0 + e) + 0.0 * x;
}
fn squash4(x: vec4f) -> vec4f {
  let e = exp(-2.0 * abs(x));
  return sign(x) * (1.0 - e) / (1.0 + e) + 0.0 * x;
}
fn squash1(x: f32) -> f32 {
  let e = exp(-2.0 * abs(x));
  return sign(x) * (1.0 - e) / (1.0 + e) + 0.0 * x;
}
${spline}
fn kernel3(at: u32) -> vec3f {
  return vec3f(parameters[at], parameters[at + 1], parameters[at + 2]);
}
fn m4(at: u32) -> vec4f {
  return vec4f(m[at], m[at + 1], m[at + 2], m[at + 3]);
}
`;

/** An image of the store, distorted, to `input`; for later to `work`. */
const fromStore = /* wgsl */ `
  let digit = places[u32(rows[row]) + image] * ${imageWords}u;
  let label = images[digit + ${imageWords - 1}u];
  if (chance.distorts == 0u) {
    ${asItIs({ input })}
  } else {
    ${distorted({ picture, moved, input, draws })}
  }
  for (var i = thread; i < 1024u; i += ${imageThreads}u) { work[base + ${work.input}u + i] = m[${input}u + i]; }
`;

/** An image of a batch, as it is. */
const fromBatch = /* wgsl */ `
  let digit = image * ${imageWords}u;
  ${asItIs({ input })}
`;

/** Floats as they are. */
const fromFloats = /* wgsl */ `
  for (var i = thread; i < 1024u; i += ${imageThreads}u) {
    let value = images[image * 1024u + i];
    m[${input}u + i] = value;
  }
  workgroupBarrier();
`;

const forwardC1 = /* wgsl */ `
  let isC1 = thread < 98u;
  let top = 2u * (thread / 7u);
  let left = 4u * (thread % 7u);
  ${lines(8, (i) => `var a${i} = vec3f(0.0); var b${i} = vec3f(0.0);`)}
  if (isC1) {
    let aBias = kernel3(${at('C1', 'bias')}u);
    let bBias = kernel3(${at('C1', 'bias') + 3}u);
    ${places.map(({ a, b }) => `${a} = aBias; ${b} = bBias;`).join('\n')}
    for (var ky = 0u; ky < 5u; ky++) {
      let start = ${input}u + (top + ky) * 32u + left;
      ${lines(16, (i) => `let x${i >> 3}${i & 7} = m[start + ${(i >> 3) * 32 + (i & 7)}u];`)}
      ${lines(
        5,
        (kx) => `{
        let u = kernel3(ky * 30u + ${kx * 6}u);
        let v = kernel3(ky * 30u + ${kx * 6 + 3}u);
        ${places.map(({ a, b, row, column }) => `${a} += x${row}${column + kx} * u; ${b} += x${row}${column + kx} * v;`).join('\n')}
      }`,
      )}
    }
    ${places.map(({ a, b }) => `${a} = squash(${a}); ${b} = squash(${b});`).join('\n')}
  }
  workgroupBarrier();
  if (isC1) {
    ${lines(2, (pair) => {
      const [i, j] = [2 * pair, 2 * pair + 1];
      return `{
      let u = 0.25 * (a${i} + a${j} + a${i + 4} + a${j + 4});
      let v = 0.25 * (b${i} + b${j} + b${i + 4} + b${j + 4});
      let to = ${s2}u + (top >> 1) * 14u + (left >> 1) + ${pair}u;
      m[to] = u.x; m[to + 196] = u.y; m[to + 392] = u.z;
      m[to + 588] = v.x; m[to + 784] = v.y; m[to + 980] = v.z;
    }`;
    })}
  }
  workgroupBarrier();
`;

const forwardC3 = /* wgsl */ `
  // Two threads of twelve have no column of their own, and read what others do.
  let column = thread % 12u;
  let firstRow = 5u * ((thread / 12u) % 2u);
  let group = min(thread / 24u, 3u);
  let isC3 = column < 10u && thread < 96u;
  let c3Bias = parameters4[${at('C3', 'bias') / 4}u + group];
  ${lines(5, (r) => `var c${r} = c3Bias;`)}
  for (var kx = 0u; kx < 5u; kx++) {
    for (var i = 0u; i < 6u; i++) {
      let start = ${s2}u + i * 196u + firstRow * 14u + column + kx;
      ${lines(9, (j) => `let x${j} = m[start + ${14 * j}u];`)}
      ${lines(
        5,
        (ky) => `{
        let w = parameters4[${at('C3', 'kernel') / 4 + ky * 120}u + (kx * 6u + i) * 4u + group];
        ${lines(5, (r) => `c${r} += x${r + ky} * w;`)}
      }`,
      )}
    }
  }
  ${lines(5, (r) => `c${r} = squash4(c${r});`)}
  if (isC3) {
    let to = ${c3}u + firstRow * 160u + column * 16u + group * 4u;
    ${lines(5, (r) => `m[to + ${r * 160}] = c${r}.x; m[to + ${r * 160 + 1}] = c${r}.y; m[to + ${r * 160 + 2}] = c${r}.z; m[to + ${r * 160 + 3}] = c${r}.w;`)}
  }
  workgroupBarrier();
  for (var i = thread; i < 400u; i += ${imageThreads}u) {
    let start = ${c3}u + (i / 80u) * 320u + ((i / 16u) % 5u) * 32u + i % 16u;
    m[${s4}u + i] = 0.25 * (m[start] + m[start + 16] + m[start + 160] + m[start + 176]);
  }
  workgroupBarrier();
`;

/** One unit a thread; so many weights under way that their way from the memory does not count. */
const denseLayer = (
  layer: 'C5' | 'F6' | 'Output',
  from: number,
  to: number,
  inputs: number,
  units: number,
  unrolled: number,
) => `
  if (thread < ${units}u) {
    var sum = parameters[${at(layer, 'bias')}u + thread];
    for (var i = 0u; i < ${inputs}u; i += ${unrolled}u) {
      let w = ${at(layer, 'kernel')}u + i * ${units}u + thread;
      sum += ${range(unrolled)
        .map((j) => `m[${from + j}u + i] * parameters[w + ${j * units}u]`)
        .join(' + ')};
    }
    m[${to}u + thread] = ${layer === 'Output' ? 'sum' : 'squash1(sum)'};
  }
  workgroupBarrier();
`;

const forwardDense = [
  denseLayer('C5', s4, c5, 400, 120, 16),
  denseLayer('F6', c5, f6, 120, 84, 12),
  denseLayer('Output', f6, z, 84, 10, 12),
].join('');

const softmax = /* wgsl */ `
  var highest = m[${z}];
  for (var k = 1u; k < 10u; k++) { highest = max(highest, m[${z}u + k]); }
  var total = 0.0;
  for (var k = 0u; k < 10u; k++) { total += exp(m[${z}u + k] - highest); }
`;

const loss = /* wgsl */ `
  if (thread < 10u) {
    ${softmax}
    let mean = 1.0 / rows[row + 1];
    let goal = select(select(0.0, 1.0, thread == label), 0.1, label == 10u);
    let delta = (exp(m[${z}u + thread] - highest) / total - goal) * mean;
    m[${dZ}u + thread] = delta;
    work[base + ${work.dOutput}u + thread] = delta;
    if (thread == 0u) {
      var wanted = 0.0;
      var first = 0u;
      for (var k = 0u; k < 10u; k++) {
        wanted += select(select(0.0, 1.0, k == label), 0.1, label == 10u) * m[${z}u + k];
        if (m[${z}u + k] > m[${z}u + first]) { first = k; }
      }
      work[base + ${work.result}u] = highest + log(total) - wanted;
      work[base + ${work.result + 1}u] = select(0.0, 1.0, first == label);
    }
  }
  workgroupBarrier();
`;

/** The weights of a caller in place of a loss; \`places\` has their bits. */
const cotangent = /* wgsl */ `
  if (thread < 10u) {
    m[${dZ}u + thread] = bitcast<f32>(places[image * 10u + thread]);
    written[image * 1034u + thread] = m[${z}u + thread];
  }
  workgroupBarrier();
`;

const keepDense = /* wgsl */ `
  for (var i = thread; i < 400u; i += ${imageThreads}u) { work[base + ${work.s4}u + i] = m[${s4}u + i]; }
  if (thread < 120u) {
    work[base + ${work.c5}u + thread] = m[${c5}u + thread];
    work[base + ${work.dC5}u + thread] = m[${dC5}u + thread];
  }
  if (thread < 84u) {
    work[base + ${work.f6}u + thread] = m[${f6}u + thread];
    work[base + ${work.dF6}u + thread] = m[${dF6}u + thread];
  }
  workgroupBarrier();
`;

const backwardDense = (task: ImageTask) => /* wgsl */ `
  if (thread < 84u) {
    var sum = 0.0;
    for (var k = 0u; k < 10u; k++) {
      sum += parameters[${at('Output', 'kernel')}u + thread * 10u + k] * m[${dZ}u + k];
    }
    let y = m[${f6}u + thread];
    m[${dF6}u + thread] = sum * (1.0 - y * y);
  }
  workgroupBarrier();
  if (thread < 120u) {
    var sum = 0.0;
    for (var k = 0u; k < 21u; k += 7u) {
      let w = ${at('F6', 'kernel') / 4}u + thread * 21u + k;
      sum += ${range(7)
        .map((j) => `dot(parameters4[w + ${j}u], m4(${dF6 + 4 * j}u + 4u * k))`)
        .join(' + ')};
    }
    let y = m[${c5}u + thread];
    m[${dC5}u + thread] = sum * (1.0 - y * y);
  }
  workgroupBarrier();
  ${task === 'train' ? keepDense : ''}
  for (var i = thread; i < 100u; i += ${imageThreads}u) {
    let w = ${at('C5', 'kernel') / 4}u + i * 120u;
    ${lines(4, (j) => `var sum${j} = vec4f(0.0);`)}
    for (var k = 0u; k < 30u; k += 3u) {
      ${lines(
        3,
        (part) =>
          `{ let d = m4(${dC5 + 4 * part}u + 4u * k); ${range(4)
            .map((j) => `sum${j} += parameters4[w + ${30 * j + part}u + k] * d;`)
            .join(' ')} }`,
      )}
    }
    ${lines(4, (j) => `m[${s4}u + 4u * i + ${j}] = 0.25 * dot(sum${j}, vec4f(1.0));`)}
  }
  workgroupBarrier();
`;

const backwardC3 = /* wgsl */ `
  ${lines(5, (r) => `var d${r} = m4(${s4}u + (((firstRow + ${r}u) >> 1) * 5u + (min(column, 9u) >> 1)) * 16u + group * 4u) * (1.0 - c${r} * c${r});`)}
  workgroupBarrier();
  for (var i = thread; i < ${dC3Row * 10 + 64}u; i += ${imageThreads}u) { m[${dC3}u + i] = 0.0; }
  workgroupBarrier();
  if (isC3) {
    let to = ${dC3}u + firstRow * ${dC3Row}u + (column + 4u) * 16u + group * 4u;
    ${lines(5, (r) => `m[to + ${r * dC3Row}] = d${r}.x; m[to + ${r * dC3Row + 1}] = d${r}.y; m[to + ${r * dC3Row + 2}] = d${r}.z; m[to + ${r * dC3Row + 3}] = d${r}.w;`)}
  }
  workgroupBarrier();
`;

/** A thread has five neighbouring taps of one row and map of S2, for four maps of C3. */
const gradientC3 = /* wgsl */ `
  if (thread < 120u) {
    let ky = thread % 5u;
    let i = (thread / 5u) % 6u;
    let four = thread / 30u;
    ${lines(5, (kx) => `var g${kx} = vec4f(0.0);`)}
    for (var y = 0u; y < 10u; y++) {
      let start = ${s2}u + i * 196u + (y + ky) * 14u;
      ${lines(14, (x) => `let x${x} = m[start + ${x}u];`)}
      let deltas = ${dC3}u + y * ${dC3Row}u + 64u + four * 4u;
      ${lines(
        10,
        (x) =>
          `{ let d = m4(deltas + ${16 * x}u); ${range(5)
            .map((kx) => `g${kx} += x${x + kx} * d;`)
            .join(' ')} }`,
      )}
    }
    ${lines(
      5,
      (kx) => `{
      let to = base + ${work.gradient + at('C3', 'kernel')}u + ((ky * 5u + ${kx}u) * 6u + i) * 16u + four * 4u;
      work[to] = g${kx}.x; work[to + 1] = g${kx}.y; work[to + 2] = g${kx}.z; work[to + 3] = g${kx}.w;
    }`,
    )}
  } else if (thread < 124u) {
    let four = thread - 120u;
    var sum = vec4f(0.0);
    for (var y = 0u; y < 10u; y++) {
      let deltas = ${dC3}u + y * ${dC3Row}u + 64u + four * 4u;
      ${lines(10, (x) => `sum += m4(deltas + ${16 * x}u);`)}
    }
    let to = base + ${work.gradient + at('C3', 'bias')}u + four * 4u;
    work[to] = sum.x; work[to + 1] = sum.y; work[to + 2] = sum.z; work[to + 3] = sum.w;
  }
`;

/** A thread has half a row of two maps: seven places, in as many vectors of four maps of C3. */
const backwardS2 = /* wgsl */ `
  ${lines(7, (x) => `var p${x} = vec4f(0.0); var q${x} = vec4f(0.0);`)}
  let isS2 = thread < 84u;
  let s2Row = thread % 14u;
  let s2Left = 7u * ((thread / 14u) % 2u);
  let s2Maps = 2u * min(thread / 28u, 2u);
  if (isS2) {
    for (var ky = max(s2Row, 9u) - 9u; ky < min(5u, s2Row + 1u); ky++) {
      for (var four = 0u; four < 4u; four++) {
        // Columns of paper lie before a row's places and, with the next row's, behind them.
        let deltas = ${dC3}u + (s2Row - ky) * ${dC3Row}u + s2Left * 16u + four * 4u;
        ${lines(11, (x) => `let d${x}x = m4(deltas + ${16 * x}u);`)}
        let weights = ${at('C3', 'kernel') / 4}u + (ky * 30u + s2Maps) * 4u + four;
        ${lines(
          5,
          (kx) => `{
          let u = parameters4[weights + ${24 * kx}u];
          let v = parameters4[weights + ${24 * kx + 4}u];
          ${lines(7, (x) => `p${x} += u * d${x + 4 - kx}x; q${x} += v * d${x + 4 - kx}x;`)}
        }`,
        )}
      }
    }
  }
  workgroupBarrier();
  if (isS2) {
    let to = ${s2}u + s2Maps * 196u + s2Row * 14u + s2Left;
    ${lines(7, (x) => `m[to + ${x}] = 0.25 * dot(p${x}, vec4f(1.0)); m[to + ${196 + x}] = 0.25 * dot(q${x}, vec4f(1.0));`)}
  }
  workgroupBarrier();
`;

/** What was C1 becomes its delta, in the same registers. */
const backwardC1 = /* wgsl */ `
  {
    let start = ${s2}u + min(top >> 1, 13u) * 14u + (left >> 1);
    ${lines(
      2,
      (pair) => `{
      let u = vec3f(m[start + ${pair}], m[start + ${196 + pair}], m[start + ${392 + pair}]);
      let v = vec3f(m[start + ${588 + pair}], m[start + ${784 + pair}], m[start + ${980 + pair}]);
      ${[2 * pair, 2 * pair + 1, 2 * pair + 4, 2 * pair + 5]
        .map((i) => `a${i} = u * (1.0 - a${i} * a${i}); b${i} = v * (1.0 - b${i} * b${i});`)
        .join('\n')}
    }`,
    )}
  }
  workgroupBarrier();
`;

/** Thirty sums of a row of taps at a time: each thread's own, then over the 98 threads, in a fixed order. */
const gradientC1 = /* wgsl */ `
  for (var i = thread; i < 1024u; i += ${imageThreads}u) { m[${inputAgain}u + i] = work[base + ${work.input}u + i]; }
  workgroupBarrier();
  for (var ky = 0u; ky < 5u; ky++) {
    if (isC1) {
      let start = ${inputAgain}u + (top + ky) * 32u + left;
      ${lines(16, (i) => `let x${i >> 3}${i & 7} = m[start + ${(i >> 3) * 32 + (i & 7)}u];`)}
      ${lines(
        5,
        (kx) => `{
        let u = ${places.map(({ a, row, column }) => `x${row}${column + kx} * ${a}`).join(' + ')};
        let v = ${places.map(({ b, row, column }) => `x${row}${column + kx} * ${b}`).join(' + ')};
        let to = ${sums + kx * 6 * 98}u + thread;
        m[to] = u.x; m[to + 98] = u.y; m[to + 196] = u.z; m[to + 294] = v.x; m[to + 392] = v.y; m[to + 490] = v.z;
      }`,
      )}
    }
    workgroupBarrier();
    if (thread < 120u) {
      var sum = 0.0;
      let start = ${sums}u + (thread >> 2) * 98u;
      for (var i = thread & 3u; i < 98u; i += 4u) { sum += m[start + i]; }
      m[${quarters}u + thread] = sum;
    }
    workgroupBarrier();
    if (thread < 30u) {
      let start = ${quarters}u + 4u * thread;
      work[base + ${work.gradient}u + ky * 30u + thread] = m[start] + m[start + 1] + m[start + 2] + m[start + 3];
    }
  }
  if (isC1) {
    let u = ${places.map(({ a }) => a).join(' + ')};
    let v = ${places.map(({ b }) => b).join(' + ')};
    let to = ${sums}u + thread;
    m[to] = u.x; m[to + 98] = u.y; m[to + 196] = u.z; m[to + 294] = v.x; m[to + 392] = v.y; m[to + 490] = v.z;
  }
  workgroupBarrier();
  if (thread < 6u) {
    var sum = 0.0;
    for (var i = 0u; i < 98u; i++) { sum += m[${sums}u + thread * 98u + i]; }
    work[base + ${work.gradient + at('C1', 'bias')}u + thread] = sum;
  }
`;

/** Rows of 28 deltas with four of paper before them, and after the last: two maps at a time. */
const deltaRow = 32;
const deltaMap = 28 * deltaRow + 4;

const gradientInput = /* wgsl */ `
  ${lines(8, (x) => `var g${x} = 0.0;`)}
  let y = thread >> 2;
  let x = 8u * (thread & 3u);
  ${[0, 1, 2]
    .map(
      (pair) => `
  for (var i = thread; i < ${2 * deltaMap}u; i += ${imageThreads}u) { m[i] = 0.0; }
  workgroupBarrier();
  if (isC1) {
    ${places
      .map(({ a, b, row, column }) => {
        const of = (map: number) => `${map < 3 ? a : b}.${'xyz'[map % 3]}`;
        const to = `(top + ${row}u) * ${deltaRow}u + left + ${column + 4}u`;
        return `m[${to}] = ${of(2 * pair)}; m[${deltaMap}u + ${to}] = ${of(2 * pair + 1)};`;
      })
      .join('\n')}
  }
  workgroupBarrier();
  for (var map = 0u; map < 2u; map++) {
    for (var ky = max(y, 27u) - 27u; ky < min(5u, y + 1u); ky++) {
      let start = map * ${deltaMap}u + (y - ky) * ${deltaRow}u + x;
      ${lines(12, (i) => `let d${i} = m[start + ${i}u];`)}
      ${lines(
        5,
        (kx) => `{
        let w = parameters[ky * 30u + ${6 * kx + 2 * pair}u + map];
        ${lines(8, (i) => `g${i} += w * d${i + 4 - kx};`)}
      }`,
      )}
    }
  }
  workgroupBarrier();`,
    )
    .join('')}
  ${lines(8, (i) => `written[image * 1034u + 10u + y * 32u + x + ${i}u] = g${i};`)}
`;

const offset = (layer: LeNetLayer) => activationOffset(lenet5, layer);

const writeAll = /* wgsl */ `
  let to = image * ${lenet5.activationCount}u;
  for (var i = thread; i < 1176u; i += ${imageThreads}u) {
    written[to + ${offset('S2')}u + i] = m[${s2}u + (i % 6u) * 196u + i / 6u];
  }
  if (isC1) {
    ${places
      .map(
        ({ a, b, row, column }) => `{
      let pixel = to + ${offset('C1')}u + ((top + ${row}u) * 28u + left + ${column}u) * 6u;
      written[pixel] = ${a}.x; written[pixel + 1] = ${a}.y; written[pixel + 2] = ${a}.z;
      written[pixel + 3] = ${b}.x; written[pixel + 4] = ${b}.y; written[pixel + 5] = ${b}.z;
    }`,
      )
      .join('\n')}
  }
  if (isC3) {
    ${lines(
      5,
      (r) => `{
      let place = to + ${offset('C3')}u + (firstRow + ${r}u) * 160u + column * 16u + group * 4u;
      written[place] = c${r}.x; written[place + 1] = c${r}.y; written[place + 2] = c${r}.z; written[place + 3] = c${r}.w;
    }`,
    )}
  }
  for (var i = thread; i < 400u; i += ${imageThreads}u) { written[to + ${offset('S4')}u + i] = m[${s4}u + i]; }
  if (thread < 120u) { written[to + ${offset('C5')}u + thread] = m[${c5}u + thread]; }
  if (thread < 84u) { written[to + ${offset('F6')}u + thread] = m[${f6}u + thread]; }
  if (thread < 10u) {
    ${softmax}
    let probability = exp(m[${z}u + thread] - highest) / total;
    written[to + ${offset('Output')}u + thread] = probability;
    written[${probabilitiesAt}u + image * 10u + thread] = probability;
  }
`;

/** Of the padded picture as it was read; the region is another layer's by then. */
const writeInput = /* wgsl */ `
  for (var i = thread; i < 1024u; i += ${imageThreads}u) {
    written[image * ${lenet5.activationCount}u + i] = m[${input}u + i];
  }
`;

const opening = (task: ImageTask) => /* wgsl */ `
  let image = workgroup.x;
  let thread = local;
  ${
    task === 'train'
      ? `let row = step.x * ${rowFloats}u;
  if (image == 0u && thread == 0u) { stepHere[0] = step.x; }
  if (image >= u32(rows[row + 1])) { return; }
  let base = image * ${work.size}u;`
      : ''
  }
`;

/** @returns WGSL with the entry point \`main\` */
export function imageShader(task: ImageTask): string {
  const body: Readonly<Record<ImageTask, readonly string[]>> = {
    forward: [fromBatch, writeInput, forwardC1, forwardC3, forwardDense, writeAll],
    train: [
      fromStore,
      forwardC1,
      forwardC3,
      forwardDense,
      loss,
      backwardDense(task),
      backwardC3,
      gradientC3,
      backwardS2,
      backwardC1,
      gradientC1,
    ],
    'input gradient': [
      fromFloats,
      forwardC1,
      forwardC3,
      forwardDense,
      cotangent,
      backwardDense(task),
      backwardC3,
      backwardS2,
      backwardC1,
      gradientInput,
    ],
  };
  return `${header(task)}
@compute @workgroup_size(${imageThreads})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  ${opening(task)}
  ${body[task].join('\n')}
}`;
}
