import { rowFloats } from '../../gpu/step-rows.ts';
import { at, convolutions, flat, updateThreads, work } from '../layout.ts';

/**
 * Gradients over the batch, and with each of them the new value of its parameter: whoever sums a weight's gradient
 * also updates it, so that no gradient is ever stored. Every sum has a fixed order, whatever the device does first.
 *
 * Workgroups and their shares, one after the other:
 *   sums     four neighbouring parameters of the convolutions, or four biases: eight threads share the images
 *   tiles    sixteen weights of a dense layer, four inputs by four units, which are as far apart as there are threads
 *            for one, so that neighbours have neighbouring weights: four threads share the images
 *   result   the loss and the hits of the batch
 */

const sumThreads = 8;
const sumsEach = updateThreads / sumThreads;
const tileThreads = 4;
const tilesEach = updateThreads / tileThreads;

/** Dense layers: inputs and deltas as they lie in an image's work, and units rounded up to fours. */
const dense = [
  { layer: 'C5', inputs: work.s4, deltas: work.dC5, rows: 400, units: 120 },
  { layer: 'F6', inputs: work.c5, deltas: work.dF6, rows: 120, units: 84 },
  { layer: 'Output', inputs: work.f6, deltas: work.dOutput, rows: 84, units: 10 },
] as const;
const unitFours = (units: number) => Math.ceil(units / 4);

const biases = (() => {
  let next = convolutions / 4;
  return dense.map((one) => {
    const first = next;
    next += unitFours(one.units);
    return { ...one, first, end: next };
  });
})();
const sums = biases.at(-1)?.end ?? 0;

/** Workgroups of each share. */
const groups = (() => {
  let next = Math.ceil(sums / sumsEach);
  const tiles = dense.map((one) => {
    const first = next;
    next += Math.ceil(((one.rows / 4) * unitFours(one.units)) / tilesEach);
    return { ...one, first, end: next };
  });
  return { sums: Math.ceil(sums / sumsEach), tiles, result: next, all: next + 1 };
})();

export const updateGroups = groups.all;

/** Whether parameters are changed, or gradients written. */
export type UpdateTask = 'update' | 'gradient';

const change: Readonly<Record<UpdateTask, string>> = {
  update: /* wgsl */ `
fn change(i: u32, gradient: f32) {
  let p = state[i];
  let g = gradient + decay * p;
  let first = keep1 * state[${flat}u + i] + add1 * g;
  state[${flat}u + i] = first;
  if (isAdam) {
    let second = keep2 * state[${2 * flat}u + i] + add2 * g * g;
    state[${2 * flat}u + i] = second;
    state[i] = shrink * p - rate * first / (scale * sqrt(second) + epsilon);
  } else {
    state[i] = p - rate * first;
  }
}`,
  gradient: /* wgsl */ `
fn change(i: u32, gradient: f32) {
  state[i] = gradient;
}`,
};

const tile = ({ layer, inputs, deltas, rows, units }: (typeof groups.tiles)[number]) => {
  const fours = unitFours(units);
  const count = (rows / 4) * fours;
  const guard = (c: number) => (units % 4 === 0 ? '' : `if (unit + ${c * fours}u < ${units}u) `);
  return /* wgsl */ `
    let index = group * ${tilesEach}u + thread % ${tilesEach}u;
    let slice = thread / ${tilesEach}u;
    let inside = index < ${count}u;
    let unit = index % ${fours}u;
    let quad = min(index / ${fours}u, ${rows / 4 - 1}u);
    var g0 = vec4f(0.0); var g1 = vec4f(0.0); var g2 = vec4f(0.0); var g3 = vec4f(0.0);
    for (var image = slice; image < images; image += ${tileThreads}u) {
      let base = image * ${work.size / 4}u;
      let x = work4[base + ${inputs / 4}u + quad];
      let delta = image * ${work.size}u + ${deltas}u + unit;
      let d = vec4f(${[0, 1, 2, 3].map((c) => `work[delta + ${c * fours}u]`).join(', ')});
      g0 += x.x * d; g1 += x.y * d; g2 += x.z * d; g3 += x.w * d;
    }
    let mine = thread % ${tilesEach}u;
    m[slice * ${4 * tilesEach}u + mine] = g0;
    m[slice * ${4 * tilesEach}u + ${tilesEach}u + mine] = g1;
    m[slice * ${4 * tilesEach}u + ${2 * tilesEach}u + mine] = g2;
    m[slice * ${4 * tilesEach}u + ${3 * tilesEach}u + mine] = g3;
    workgroupBarrier();
    // Each of the four threads has one input's weights.
    let start = slice * ${tilesEach}u + mine;
    let sum = m[start] + m[start + ${4 * tilesEach}] + m[start + ${8 * tilesEach}] + m[start + ${12 * tilesEach}];
    if (inside) {
      let to = ${at(layer, 'kernel')}u + (4u * quad + slice) * ${units}u + unit;
      ${[0, 1, 2, 3].map((c) => `${guard(c)}{ change(to + ${c * fours}u, sum[${c}]); }`).join(' ')}
    }`;
};

const sum = /* wgsl */ `
    let mine = thread % ${sumsEach}u;
    let index = group * ${sumsEach}u + mine;
    let slice = thread / ${sumsEach}u;
    var start = ${work.gradient / 4}u + index;
    var to = 4u * index;
    var count = 4u;
    ${biases
      .map(
        ({ layer, deltas, units, first, end }) => `if (index >= ${first}u && index < ${end}u) {
      start = ${deltas / 4}u + index - ${first}u;
      to = ${at(layer, 'bias')}u + 4u * (index - ${first}u);
      count = min(4u, ${at(layer, 'bias') + units}u - to);
    }`,
      )
      .join('\n    ')}
    var total = vec4f(0.0);
    if (index < ${sums}u) {
      for (var image = slice; image < images; image += ${sumThreads}u) { total += work4[image * ${work.size / 4}u + start]; }
    }
    m[slice * ${sumsEach}u + mine] = total;
    workgroupBarrier();
    if (slice == 0u && index < ${sums}u) {
      for (var other = 1u; other < ${sumThreads}u; other++) { total += m[other * ${sumsEach}u + mine]; }
      for (var c = 0u; c < count; c++) { change(to + c, total[c]); }
    }`;

const result = /* wgsl */ `
    var total = vec4f(0.0);
    for (var image = thread; image < images; image += ${updateThreads}u) {
      total += work4[image * ${work.size / 4}u + ${work.result / 4}u];
    }
    m[thread] = total;
    workgroupBarrier();
    if (thread == 0u) {
      for (var other = 1u; other < ${updateThreads}u; other++) { total += m[other]; }
      results[stepHere.x] = total.xy;
      step[0] = stepHere.x + 1u;
    }`;

/**
 * A loop over the share's groups, by any number of workgroups: with all of them each has one group to do. Loops
 * rather than conditions, since software renderers run both sides of a condition.
 */
const share = (first: number, count: number, body: string) => /* wgsl */ `
  for (
    var group = (workgroup.x + workgroups.x - ${first}u % workgroups.x) % workgroups.x;
    group < ${count}u;
    group += workgroups.x
  ) {${body}
    workgroupBarrier();
  }`;

/** @returns WGSL with the entry point `main`, for `updateGroups` workgroups */
export function updateShader(task: UpdateTask): string {
  const shares = [
    share(0, groups.sums, sum),
    ...groups.tiles.map((one) => share(one.first, one.end - one.first, tile(one))),
    share(groups.result, 1, result),
  ];
  return /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> state: array<f32, ${task === 'update' ? 3 * flat : flat}>;
@group(0) @binding(1) var<storage, read> work: array<f32>;
@group(0) @binding(6) var<storage, read> work4: array<vec4f>;
@group(0) @binding(2) var<storage, read> rows: array<f32>;
@group(0) @binding(3) var<uniform> stepHere: vec4u;
@group(0) @binding(4) var<storage, read_write> step: array<u32, 4>;
@group(0) @binding(5) var<storage, read_write> results: array<vec2f>;

var<workgroup> m: array<vec4f, ${4 * updateThreads}>;
var<private> rate: f32; var<private> scale: f32; var<private> epsilon: f32; var<private> decay: f32;
var<private> keep1: f32; var<private> add1: f32; var<private> keep2: f32; var<private> add2: f32;
var<private> shrink: f32; var<private> isAdam: bool;
${change[task]}

@compute @workgroup_size(${updateThreads})
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let row = stepHere.x * ${rowFloats}u;
  let images = u32(rows[row + 1]);
  rate = rows[row + 2]; scale = rows[row + 3];
  keep1 = rows[row + 4]; add1 = rows[row + 5]; keep2 = rows[row + 6]; add2 = rows[row + 7];
  epsilon = rows[row + 8]; decay = rows[row + 9]; shrink = rows[row + 10]; isAdam = rows[row + 11] == 1.0;
  ${shares.join('\n  ')}
}`;
}
