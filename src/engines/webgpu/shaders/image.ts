import { activationOffset } from '../../../network/architecture.ts';
import { type LeNetLayer, lenet5 } from '../../../network/lenet-5.ts';
import { rowFloats } from '../../gpu/step-rows.ts';
import {
  at,
  chunk,
  flat,
  imageThreads,
  imageWords,
  logitsAndInput,
  probabilitiesAt,
  work,
} from '../layout.ts';
import { chance, kernel3, lines, places, range, readers, squash, sumOf } from './common.ts';
import { asItIs, distorted, spline } from './distort.ts';

/**
 * For GPUs, and for what only looks at images: one image in one workgroup of `imageThreads`, forward, and back to the
 * gradients of the convolutions, which are sums over places and so stay with the image. C1 never leaves the registers
 * of the threads that computed it; what threads hand to one another passes through `m`, 4,096 floats, which are all
 * that WebGPU grants. Software renderers train in lanes (image-per-lane.ts).
 *
 * Shares, taken by the threads in turn:
 *   C1 and S2   49: four rows and columns, six maps
 *   C3          80: five columns of a row, four maps
 *   dense       several units, and a part of the inputs
 *   dS2         42: a row of two maps
 *   dC1         as C1
 */

/** What a pass is for. */
export type ImageTask = 'train' | 'train distorted' | 'forward' | 'input gradient';

// Where things stand in m. A region is used again once nobody reads what was there.
const picture = 0;
const moved = 1024;
const input = 2048;
const draws = 3072;
/** Map after map, column after column, so that threads with neighbouring rows read neighbours; then its deltas. */
const s2 = 0;
/** Rows of ten places of sixteen maps; then their deltas, in an order of their own. */
const c3 = 1176;
/** As C5 reads it; then its deltas. */
const s4 = 2776;
/** Of units whose inputs several threads share. */
const partials = 3176;
const c5 = 3512;
const dC5 = 3632;
const f6 = 3752;
const dF6 = 3836;
const z = 3920;
const dZ = 3932;
const inputAgain = 0;
const sums = 1024;

const trains = (task: ImageTask) => task === 'train' || task === 'train distorted';

/** Four floats of an array of floats. */
const store = (to: string, at: string, four: string) =>
  [...'xyzw'].map((c, i) => `${to}[${at} + ${i}] = ${four}.${c};`).join(' ');

/** Opens what is done for each of `count` turns, which the threads share. */
const threadsBelow = (count: number) => `for (var turn = thread; turn < ${count}u; turn += ${imageThreads}u)`;

/** The four of them that each place of S2 is the mean of, and where that stands. */
const pools = range(4).map((pool) => {
  const [row, column] = [pool >> 1, pool & 1];
  const first = 8 * row + 2 * column;
  return { four: [first, first + 1, first + 4, first + 5], to: 14 * column + row };
});

/** What a task reads and writes, by binding. */
export const imageBindings: Readonly<Record<ImageTask, readonly number[]>> = {
  train: [0, 1, 2, 3, 4, 5, 7, 8],
  'train distorted': [0, 1, 2, 3, 4, 5, 6, 7, 8],
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
${chance}
${imageBindings[task].map((binding) => `@group(0) @binding(${binding}) ${declared(task)[binding]}`).join('\n')}
var<workgroup> m: array<f32, 4096>;

${squash}
${spline}
${kernel3}
fn m4(at: u32) -> vec4f {
  return vec4f(m[at], m[at + 1], m[at + 2], m[at + 3]);
}
`;

/** All of a workgroup. */
const threads = { count: imageThreads, m: (index: string) => `m[${index}]`, barrier: 'workgroupBarrier();' };

/** An image of the store to `input`; for later to `work`. */
const fromStore = (isDistorted: boolean) => /* wgsl */ `
  let digit = places[u32(rows[row]) + image] * ${imageWords}u;
  let label = images[digit + ${imageWords - 1}u];
  ${isDistorted ? distorted({ picture, moved, input, draws }, threads) : asItIs({ input }, threads)}
  for (var i = thread; i < 1024u; i += ${imageThreads}u) { work[base + ${work.input}u + i] = m[${input}u + i]; }
`;

/** An image of a batch, as it is. */
const fromBatch = /* wgsl */ `
  let digit = image * ${imageWords}u;
  ${asItIs({ input }, threads)}
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
  let top = 4u * (thread / 7u);
  let left = 4u * (thread % 7u);
  ${lines(16, (i) => `var a${i} = vec3f(0.0); var b${i} = vec3f(0.0);`)}
  ${threadsBelow(49)} {
    let aBias = kernel3(${at('C1', 'bias')}u);
    let bBias = kernel3(${at('C1', 'bias') + 3}u);
    ${places.map(({ a, b }) => `${a} = aBias; ${b} = bBias;`).join('\n')}
    for (var ky = 0u; ky < 5u; ky++) {
      let start = ${input}u + (top + ky) * 32u + left;
      ${lines(32, (i) => `let x${i >> 3}${i & 7} = m[start + ${(i >> 3) * 32 + (i & 7)}u];`)}
      ${lines(5, (kx) => `let u${kx} = kernel3(ky * 30u + ${kx * 6}u); let v${kx} = kernel3(ky * 30u + ${kx * 6 + 3}u);`)}
      ${places
        .map(
          ({ a, b, row, column }) => `${a} += ${sumOf(5, (kx) => `x${row}${column + kx} * u${kx}`)};
      ${b} += ${sumOf(5, (kx) => `x${row}${column + kx} * v${kx}`)};`,
        )
        .join('\n')}
    }
    ${places.map(({ a, b }) => `${a} = squash3(${a}); ${b} = squash3(${b});`).join('\n')}
    ${pools
      .map(
        ({ four, to }) => `{
      let u = 0.25 * (${four.map((i) => `a${i}`).join(' + ')});
      let v = 0.25 * (${four.map((i) => `b${i}`).join(' + ')});
      let to = ${s2 + to}u + (left >> 1) * 14u + (top >> 1);
      m[to] = u.x; m[to + 196] = u.y; m[to + 392] = u.z;
      m[to + 588] = v.x; m[to + 784] = v.y; m[to + 980] = v.z;
    }`,
      )
      .join('\n')}
  }
  workgroupBarrier();
`;

const forwardC3 = /* wgsl */ `
  for (var item = thread; item < 80u; item += ${imageThreads}u) {
    let y = item % 10u;
    let x = 5u * ((item / 10u) % 2u);
    let four = item / 20u;
    let bias = parameters4[${at('C3', 'bias') / 4}u + four];
    ${lines(5, (i) => `var c${i} = bias;`)}
    for (var ky = 0u; ky < 5u; ky++) {
      for (var i = 0u; i < 6u; i++) {
        let start = ${s2}u + i * 196u + x * 14u + y + ky;
        ${lines(9, (j) => `let x${j} = m[start + ${14 * j}u];`)}
        let weights = ${at('C3', 'kernel') / 4}u + (ky * 30u + i) * 4u + four;
        ${lines(5, (kx) => `let w${kx} = parameters4[weights + ${24 * kx}u];`)}
        ${lines(5, (j) => `c${j} += ${sumOf(5, (kx) => `x${j + kx} * w${kx}`)};`)}
      }
    }
    let to = ${c3}u + y * 160u + x * 16u + four * 4u;
    ${lines(5, (i) => `{ let c = squash4(c${i}); ${store('m', `to + ${16 * i}`, 'c')} }`)}
  }
  workgroupBarrier();
  for (var i = thread; i < 400u; i += ${imageThreads}u) {
    let start = ${c3}u + (i / 80u) * 320u + ((i / 16u) % 5u) * 32u + i % 16u;
    m[${s4}u + i] = 0.25 * (m[start] + m[start + 16] + m[start + 160] + m[start + 176]);
  }
  workgroupBarrier();
`;

/**
 * A thread has several units, as far apart as there are threads for one, so that neighbours read neighbouring
 * weights; and a part of the inputs. So many weights are under way at once that their way does not count.
 */
const denseLayer = (
  layer: 'C5' | 'F6',
  from: number,
  to: number,
  inputs: number,
  units: number,
  each: number,
  slices: number,
  unrolled: number,
) => {
  const apart = units / each;
  return `
  ${threadsBelow(slices * apart)} {
    let unit = turn % ${apart}u;
    let slice = turn / ${apart}u;
    ${lines(each, (j) => `var sum${j} = 0.0;`)}
    let end = (slice + 1u) * ${inputs / slices}u;
    for (var i = slice * ${inputs / slices}u; i < end; i += ${unrolled}u) {
      let w = ${at(layer, 'kernel')}u + i * ${units}u + unit;
      ${lines(unrolled, (k) => `let x${k} = m[${from + k}u + i];`)}
      ${lines(each, (j) => `sum${j} += ${sumOf(unrolled, (k) => `x${k} * parameters[w + ${k * units + j * apart}u]`)};`)}
    }
    ${lines(each, (j) => `m[${partials + j * apart}u + slice * ${units}u + unit] = sum${j};`)}
  }
  workgroupBarrier();
  ${threadsBelow(units)} {
    var sum = parameters[${at(layer, 'bias')}u + turn];
    ${lines(slices, (slice) => `sum += m[${partials + slice * units}u + turn];`)}
    m[${to}u + turn] = squash1(sum);
  }
  workgroupBarrier();
`;
};

const outputLayer = `
  ${threadsBelow(10)} {
    var sum = parameters[${at('Output', 'bias')}u + thread];
    for (var i = 0u; i < 84u; i += 12u) {
      let w = ${at('Output', 'kernel')}u + i * 10u + thread;
      sum += ${range(12)
        .map((j) => `m[${f6 + j}u + i] * parameters[w + ${j * 10}u]`)
        .join(' + ')};
    }
    m[${z}u + thread] = sum;
  }
  workgroupBarrier();
`;

const forwardDense = [
  denseLayer('C5', s4, c5, 400, 120, 4, 2, 5),
  denseLayer('F6', c5, f6, 120, 84, 3, 2, 5),
  outputLayer,
].join('');

const softmax = /* wgsl */ `
  var highest = m[${z}];
  for (var k = 1u; k < 10u; k++) { highest = max(highest, m[${z}u + k]); }
  var total = 0.0;
  for (var k = 0u; k < 10u; k++) { total += exp(m[${z}u + k] - highest); }
`;

const loss = /* wgsl */ `
  ${threadsBelow(10)} {
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

/** The weights of a caller in place of a loss; the places have their bits. */
const cotangent = /* wgsl */ `
  ${threadsBelow(10)} {
    m[${dZ}u + thread] = bitcast<f32>(places[image * 10u + thread]);
    written[image * ${logitsAndInput}u + thread] = m[${z}u + thread];
  }
  workgroupBarrier();
`;

/** For the update. */
const keep = (task: ImageTask, to: number, index: string, value: string) =>
  trains(task) ? `work[base + ${to}u + ${index}] = ${value};` : '';

/** Room in the memory of the device for four parts of a sum, where the image's gradient stands later. */
const scratch = (task: ImageTask, at: string) =>
  trains(task)
    ? `work[base + ${work.gradient}u + ${at}]`
    : `written[${chunk * logitsAndInput}u + image * 1600u + ${at}]`;
const summed = (task: ImageTask) =>
  `(${range(4)
    .map((part) => scratch(task, `4u * turn + ${part}u`))
    .join(' + ')})`;

/**
 * The weights of a dense layer, times the deltas of its units, for each of its inputs: four threads share the units,
 * every fourth each, so that neighbours read neighbouring weights.
 * @param rows inputs that a thread has at a time @param unrolled of the fours of units
 */
const transposed = (
  task: ImageTask,
  layer: 'C5' | 'F6',
  deltas: number,
  inputs: number,
  units: number,
  rows: number,
  unrolled: number,
) => /* wgsl */ `
  for (var item = thread; item < ${(4 * inputs) / rows}u; item += ${imageThreads}u) {
    let part = item & 3u;
    let row = (item >> 2u) * ${rows}u;
    ${lines(rows, (j) => `var sum${j} = 0.0;`)}
    for (var k = 0u; k < ${units}u; k += ${4 * unrolled}u) {
      let w = ${at(layer, 'kernel')}u + row * ${units}u + k + part;
      ${lines(unrolled, (i) => `let d${i} = m[${deltas + 4 * i}u + k + part];`)}
      ${lines(rows, (j) => `sum${j} += ${sumOf(unrolled, (i) => `d${i} * parameters[w + ${j * units + 4 * i}u]`)};`)}
    }
    ${lines(rows, (j) => `${scratch(task, `4u * (row + ${j}u) + part`)} = sum${j};`)}
  }
  storageBarrier();
  workgroupBarrier();
`;

const backwardDense = (task: ImageTask) => /* wgsl */ `
  ${threadsBelow(84)} {
    var sum = 0.0;
    for (var k = 0u; k < 10u; k++) {
      sum += parameters[${at('Output', 'kernel')}u + turn * 10u + k] * m[${dZ}u + k];
    }
    let y = m[${f6}u + turn];
    let delta = sum * (1.0 - y * y);
    m[${dF6}u + turn] = delta;
    ${keep(task, work.dF6, 'turn', 'delta')}
    ${keep(task, work.f6, 'turn', 'y')}
  }
  workgroupBarrier();
  ${transposed(task, 'F6', dF6, 120, 84, 8, 7)}
  ${threadsBelow(120)} {
    let y = m[${c5}u + turn];
    let delta = ${summed(task)} * (1.0 - y * y);
    m[${dC5}u + turn] = delta;
    ${keep(task, work.dC5, 'turn', 'delta')}
    ${keep(task, work.c5, 'turn', 'y')}
  }
  workgroupBarrier();
  ${transposed(task, 'C5', dC5, 400, 120, 10, 6)}
  ${threadsBelow(400)} {
    ${keep(task, work.s4, 'turn', `m[${s4}u + turn]`)}
    m[${s4}u + turn] = 0.25 * ${summed(task)};
  }
  workgroupBarrier();
`;

/** Deltas of C3: map after map, columns of four rows of paper and ten of places, and four more at the end. */
const dC3Size = 16 * 140 + 4;
const fourMaps = (from: string, place: number) =>
  `vec4f(${range(4)
    .map((map) => `m[${from} + ${140 * map + place}u]`)
    .join(', ')})`;

const backwardC3 = /* wgsl */ `
  ${lines(25, (k) => `let e${k} = thread + ${k * imageThreads}u; let c${k} = m[${c3}u + e${k}]; let d${k} = m[${s4}u + ((e${k} / 320u) * 5u + ((e${k} % 160u) >> 5u)) * 16u + (e${k} & 15u)] * (1.0 - c${k} * c${k});`)}
  workgroupBarrier();
  for (var i = thread; i < ${dC3Size}u; i += ${imageThreads}u) { m[${c3}u + i] = 0.0; }
  workgroupBarrier();
  ${lines(25, (k) => `m[${c3 + 4}u + (e${k} & 15u) * 140u + ((e${k} >> 4u) % 10u) * 14u + e${k} / 160u] = d${k};`)}
  workgroupBarrier();
`;

/** A thread has five neighbouring taps of one row, for two maps of S2 and four of C3. */
const gradientC3 = /* wgsl */ `
  for (var item = thread; item < 60u; item += ${imageThreads}u) {
    let ky = item % 5u;
    let i = 2u * ((item / 5u) % 3u);
    let four = item / 15u;
    ${lines(5, (kx) => `var g${kx} = vec4f(0.0); var h${kx} = vec4f(0.0);`)}
    for (var y = 0u; y < 10u; y++) {
      let start = ${s2}u + i * 196u + y + ky;
      ${lines(14, (x) => `let x${x} = m[start + ${14 * x}u]; let z${x} = m[start + ${196 + 14 * x}u];`)}
      let deltas = ${c3 + 4}u + four * 560u + y;
      ${lines(10, (x) => `let d${x} = ${fourMaps('deltas', 14 * x)};`)}
      ${lines(
        5,
        (kx) => `g${kx} += ${sumOf(10, (x) => `x${x + kx} * d${x}`)};
      h${kx} += ${sumOf(10, (x) => `z${x + kx} * d${x}`)};`,
      )}
    }
    let to = base + ${work.gradient + at('C3', 'kernel')}u + (ky * 30u + i) * 16u + four * 4u;
    ${lines(5, (kx) => `${store('work', `to + ${96 * kx}`, `g${kx}`)} ${store('work', `to + ${96 * kx + 16}`, `h${kx}`)}`)}
  }
  for (var map = thread; map < 16u; map += ${imageThreads}u) {
    var sum = 0.0;
    for (var i = map * 140u; i < map * 140u + 140u; i += 14u) {
      sum += ${range(10)
        .map((y) => `m[${c3 + 4 + y}u + i]`)
        .join(' + ')};
    }
    work[base + ${work.gradient + at('C3', 'bias')}u + map] = sum;
  }
`;

/** A thread has a row of two maps, in the place of what S2 was; two of sixteen have none. */
const backwardS2 = /* wgsl */ `
  workgroupBarrier();
  for (var item = thread; item < 48u; item += ${imageThreads}u) {
    let y = item % 16u;
    let map = 2u * (item / 16u);
    let firstOfFour = y & 12u;
    ${lines(14, (x) => `var p${x} = 0.0; var q${x} = 0.0;`)}
    for (var ky = max(firstOfFour, 9u) - 9u; ky < min(5u, firstOfFour + 4u); ky++) {
      for (var four = 0u; four < 4u; four++) {
        // Rows of paper lie before a column's places and, with the next column's, behind them.
        let deltas = ${c3 + 4}u + four * 560u + y - ky;
        ${lines(10, (x) => `let d${x} = ${fourMaps('deltas', 14 * x)};`)}
        let weights = ${at('C3', 'kernel') / 4}u + (ky * 30u + map) * 4u + four;
        ${lines(5, (kx) => `let u${kx} = parameters4[weights + ${24 * kx}u]; let v${kx} = parameters4[weights + ${24 * kx + 4}u];`)}
        ${readers
          .map(
            (of, x) => `p${x} += ${of.map(({ kx, column }) => `dot(u${kx}, d${column})`).join(' + ')};
        q${x} += ${of.map(({ kx, column }) => `dot(v${kx}, d${column})`).join(' + ')};`,
          )
          .join('\n')}
      }
    }
    if (y < 14u) {
      let to = ${s2}u + map * 196u + y;
      ${lines(14, (x) => `m[to + ${14 * x}] = 0.25 * p${x}; m[to + ${196 + 14 * x}] = 0.25 * q${x};`)}
    }
  }
  workgroupBarrier();
`;

/** What was C1 becomes its delta, in the same registers. */
const backwardC1 = /* wgsl */ `
  ${threadsBelow(49)} {
    ${pools
      .map(
        ({ four, to }) => `{
      let start = ${s2 + to}u + (left >> 1) * 14u + (top >> 1);
      let u = vec3f(m[start], m[start + 196], m[start + 392]);
      let v = vec3f(m[start + 588], m[start + 784], m[start + 980]);
      ${four.map((i) => `a${i} = u * (1.0 - a${i} * a${i}); b${i} = v * (1.0 - b${i} * b${i});`).join('\n')}
    }`,
      )
      .join('\n')}
  }
  workgroupBarrier();
`;

/** What a thread of C1 adds to six sums: a vector of three maps, and another. */
const sumsTo = (first: number) =>
  range(6)
    .map((map) => `m[to + ${(first + map) * 49}] = ${map < 3 ? 'u' : 'v'}.${'xyz'[map % 3]};`)
    .join(' ');

/** Sums over the 49 threads, in a fixed order. */
const sumUp = (count: number, to: string) => /* wgsl */ `
  workgroupBarrier();
  ${threadsBelow(count)} {
    let start = ${sums}u + turn * 49u;
    var sum = 0.0;
    for (var j = 0u; j < 49u; j += 7u) { sum += ${range(7)
      .map((k) => `m[start + j + ${k}u]`)
      .join(' + ')}; }
    work[base + ${work.gradient}u + ${to} + turn] = sum;
  }
`;

/** Thirty sums of a row of taps at a time, and those of the biases, whose input is 1. */
const gradientC1 = /* wgsl */ `
  for (var i = thread; i < 1024u; i += ${imageThreads}u) { m[${inputAgain}u + i] = work[base + ${work.input}u + i]; }
  workgroupBarrier();
  for (var ky = 0u; ky < 5u; ky++) {
    ${threadsBelow(49)} {
      let to = ${sums}u + thread;
      let start = ${inputAgain}u + (top + ky) * 32u + left;
      ${lines(32, (i) => `let x${i >> 3}${i & 7} = m[start + ${(i >> 3) * 32 + (i & 7)}u];`)}
      ${lines(
        5,
        (kx) => `{
        let u = ${places.map(({ a, row, column }) => `x${row}${column + kx} * ${a}`).join(' + ')};
        let v = ${places.map(({ b, row, column }) => `x${row}${column + kx} * ${b}`).join(' + ')};
        ${sumsTo(6 * kx)}
      }`,
      )}
    }
    ${sumUp(30, 'ky * 30u')}
    workgroupBarrier();
  }
  ${threadsBelow(49)} {
    let to = ${sums}u + thread;
    let u = ${places.map(({ a }) => a).join(' + ')};
    let v = ${places.map(({ b }) => b).join(' + ')};
    ${sumsTo(0)}
  }
  ${sumUp(6, `${at('C1', 'bias')}u`)}
`;

/** Rows of 28 deltas with four of paper before them, and after the last: two maps at a time. */
const deltaRow = 32;
const deltaMap = 28 * deltaRow + 4;

const gradientInput = /* wgsl */ `
  ${lines(16, (x) => `var g${x} = 0.0;`)}
  let y = thread >> 1;
  let x = 16u * (thread & 1u);
  ${[0, 1, 2]
    .map(
      (pair) => `
  for (var i = thread; i < ${2 * deltaMap}u; i += ${imageThreads}u) { m[i] = 0.0; }
  workgroupBarrier();
  ${threadsBelow(49)} {
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
      ${lines(20, (i) => `let d${i} = m[start + ${i}u];`)}
      ${lines(
        5,
        (kx) => `{
        let w = parameters[ky * 30u + ${6 * kx + 2 * pair}u + map];
        ${lines(16, (i) => `g${i} += w * d${i + 4 - kx};`)}
      }`,
      )}
    }
  }
  workgroupBarrier();`,
    )
    .join('')}
  ${lines(16, (i) => `written[image * ${logitsAndInput}u + 10u + y * 32u + x + ${i}u] = g${i};`)}
`;

const offset = (layer: LeNetLayer) => activationOffset(lenet5, layer);

const writeAll = /* wgsl */ `
  let to = image * ${lenet5.activationCount}u;
  for (var i = thread; i < 1176u; i += ${imageThreads}u) {
    written[to + ${offset('S2')}u + i] = m[${s2}u + (i % 6u) * 196u + ((i / 6u) % 14u) * 14u + i / 84u];
  }
  ${threadsBelow(49)} {
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
  for (var i = thread; i < 1600u; i += ${imageThreads}u) { written[to + ${offset('C3')}u + i] = m[${c3}u + i]; }
  for (var i = thread; i < 400u; i += ${imageThreads}u) { written[to + ${offset('S4')}u + i] = m[${s4}u + i]; }
  ${threadsBelow(120)} { written[to + ${offset('C5')}u + turn] = m[${c5}u + turn]; }
  ${threadsBelow(84)} { written[to + ${offset('F6')}u + turn] = m[${f6}u + turn]; }
  ${threadsBelow(10)} {
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
  ${
    trains(task)
      ? `let row = step.x * ${rowFloats}u;
  if (workgroup.x == 0u && thread == 0u) { stepHere[0] = step.x; }
  let imageCount = u32(rows[row + 1]);`
      : 'let imageCount = workgroups.x;'
  }
  for (var image = workgroup.x; image < imageCount; image += workgroups.x) {
  ${trains(task) ? `let base = image * ${work.size}u;` : ''}
`;

const training = (task: ImageTask) => [
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
];

/** @returns WGSL with the entry point `main` */
export function imageShader(task: ImageTask): string {
  const body: Readonly<Record<ImageTask, readonly string[]>> = {
    forward: [fromBatch, writeInput, forwardC1, forwardC3, forwardDense, writeAll],
    train: [fromStore(false), ...training(task)],
    'train distorted': [fromStore(true), ...training(task)],
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
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  ${opening(task)}
  ${body[task].join('\n')}
  workgroupBarrier();
  }
}`;
}
