import { centre } from '../../../data/distortion/affine.ts';
import { border, controls, spacing } from '../../../data/distortion/distortion.ts';
import { digitSize, inputSide } from '../../../network/rasters.ts';
import { range } from './common.ts';

/** What data/distortion does, with the same random numbers, by the threads of one image (or by one alone). */

/** Places in the shared memory: pictures of 32 x 32 with paper around the digit, and room for the numbers. */
interface Pictures {
  readonly picture: number;
  readonly moved: number;
  readonly input: number;
  readonly draws: number;
}

/** Those that share an image. */
interface Threads {
  readonly count: number;
  /** A float of the memory that they share. */
  readonly m: (index: string) => string;
  readonly barrier: string;
}

/** Numbers that are drawn for the affine map and the line, before those of the field. */
const firstOfField = 7;
const drawn = firstOfField + 2 * controls ** 2;

/** The bytes of a digit, with paper around it. */
const load = (to: number, scale: string, { count, m, barrier }: Threads) => /* wgsl */ `
  for (var i = thread; i < 1024u; i += ${count}u) { ${m(`${to}u + i`)} = 0.0; }
  ${barrier}
  for (var i = thread; i < ${digitSize / 4}u; i += ${count}u) {
    let four = images[digit + i];
    let start = ${to + border * inputSide + border}u + (i / 7u) * ${inputSide}u + (i % 7u) * 4u;
    ${range(4)
      .map((byte) => `${m(`start + ${byte}u`)} = f32((four >> ${8 * byte}u) & 255u)${scale};`)
      .join(' ')}
  }
  ${barrier}
`;

/** The image at word `digit`, 0 paper to 1 ink. */
export const asItIs = ({ input }: Pick<Pictures, 'input'>, threads: Threads) =>
  load(input, ' / 255.0', threads);

/** Salmon, Moraes, Dror, Shaw 2011, as CounterRandom of lib/random.ts has it: numbers 2k and 2k + 1. */
const threefry = ({ count, m }: Threads) => /* wgsl */ `
  for (var pair = thread; pair < ${Math.ceil(drawn / 2)}u; pair += ${count}u) {
    let keys = array<u32, 3>(chance.seed, chance.epoch, chance.seed ^ chance.epoch ^ 0x1bd11bdau);
    let turns = array<u32, 8>(13u, 15u, 26u, 6u, 17u, 29u, 16u, 24u);
    var x = u32(rows[row]) + image + keys[0];
    var y = pair + keys[1];
    for (var round = 0u; round < 20u; round++) {
      let by = turns[round & 7u];
      x += y;
      y = ((y << by) | (y >> (32u - by))) ^ x;
      if ((round & 3u) == 3u) {
        let next = (round >> 2u) + 1u;
        x += keys[next % 3u];
        y += keys[(next + 1u) % 3u] + next;
      }
    }
    // From -1 to 1.
    let place = 2u * pair;
    ${m('DRAWS + place')} = 2.0 * (f32(x >> 8u) / 16777216.0) - 1.0;
    ${m('DRAWS + place + 1')} = 2.0 * (f32(y >> 8u) / 16777216.0) - 1.0;
  }
`;

/** A thread has a row of one cell: the field's control points with their rows weighted, then its pixels. */
const resample = ({ picture, moved }: Pictures, { count, m, barrier }: Threads) => /* wgsl */ `
  for (var i = thread; i < 1024u; i += ${count}u) { ${m(`${moved}u + i`)} = 0.0; }
  ${barrier}
  let angle = ${m('DRAWS')} * chance.rotation;
  let scaleX = 1.0 + ${m('DRAWS + 1')} * chance.scale;
  let scaleY = 1.0 + ${m('DRAWS + 2')} * chance.scale;
  let shear = ${m('DRAWS + 3')} * chance.shear;
  let shiftX = ${m('DRAWS + 4')} * chance.shift;
  let shiftY = ${m('DRAWS + 5')} * chance.shift;
  let xx = (cos(angle) + shear * sin(angle)) / scaleX;
  let xy = (sin(angle) - shear * cos(angle)) / scaleX;
  let yx = -sin(angle) / scaleY;
  let yy = cos(angle) / scaleY;
  for (var part = thread; part < 112u; part += ${count}u) {
    let line = part >> 2u;
    let cell = part & 3u;
    let across = f32(line) - ${centre};
    var startX = xy * across - xx * shiftX - xy * shiftY + ${centre + border};
    var startY = yy * across - yx * shiftX - yy * shiftY + ${centre + border};
    ${range(4)
      .map((c) => `var fx${c} = 0.0; var fy${c} = 0.0;`)
      .join(' ')}
    if (chance.reach > 0.0) {
      let start = DRAWS + ${firstOfField}u + ((line / ${spacing}u) * ${controls}u + cell) * 2u;
      let t = f32(line % ${spacing}u) / ${spacing}.0;
      let weights = spline(t) * chance.reach;
      ${range(4)
        .map((r) =>
          range(4)
            .map((c) => {
              const at = 2 * (r * controls + c);
              return `fx${c} += weights[${r}] * ${m(`start + ${at}u`)}; fy${c} += weights[${r}] * ${m(`start + ${at + 1}u`)};`;
            })
            .join(' '),
        )
        .join('\n')}
    }
    for (var i = 0u; i < ${spacing}u; i++) {
      let column = cell * ${spacing}u + i;
      let along = f32(column) - ${centre};
      let w = spline(f32(i) / ${spacing}.0);
      let sourceX = clamp(xx * along + startX + dot(w, vec4f(fx0, fx1, fx2, fx3)), 0.0, 30.999);
      let sourceY = clamp(yx * along + startY + dot(w, vec4f(fy0, fy1, fy2, fy3)), 0.0, 30.999);
      let right = fract(sourceX);
      let below = fract(sourceY);
      let start = ${picture}u + u32(sourceY) * 32u + u32(sourceX);
      let upper = ${m('start')} * (1.0 - right) + ${m('start + 1')} * right;
      let lower = ${m('start + 32')} * (1.0 - right) + ${m('start + 33')} * right;
      ${m(`${moved}u + (line + 2u) * 32u + column + 2u`)} = floor(upper * (1.0 - below) + lower * below + 0.5);
    }
  }
  ${barrier}
`;

/** Towards the darkest or the lightest of itself and its four neighbours. Pixels at the rim have none. */
const changeLine = ({ moved, input }: Pictures, { count, m, barrier }: Threads) => /* wgsl */ `
  let towards = ${m('DRAWS + 6')};
  let share = abs(towards) * select(chance.thinning, chance.thickening, towards > 0.0);
  for (var i = thread; i < 1024u; i += ${count}u) {
    let start = ${moved}u + i;
    var value = ${m('start')};
    let y = (i >> 5u) - 2u;
    let x = (i & 31u) - 2u;
    if (share > 0.0 && y < 28u && x < 28u) {
      let least = min(min(${m('start - 1')}, ${m('start + 1')}), min(${m('start - 32')}, ${m('start + 32')}));
      let most = max(max(${m('start - 1')}, ${m('start + 1')}), max(${m('start - 32')}, ${m('start + 32')}));
      let extreme = select(min(value, least), max(value, most), towards > 0.0);
      value = floor(value + share * (extreme - value) + 0.5);
    }
    ${m(`${input}u + i`)} = value / 255.0;
  }
  ${barrier}
`;

/** The image at word `digit`, distorted. */
export function distorted(pictures: Pictures, threads: Threads): string {
  return [
    load(pictures.picture, '', threads),
    threefry(threads),
    resample(pictures, threads),
    changeLine(pictures, threads),
  ]
    .join('')
    .replaceAll('DRAWS', `${pictures.draws}u`);
}

/** The four weights of a uniform cubic B-spline at t. */
export const spline = /* wgsl */ `
fn spline(t: f32) -> vec4f {
  let u = 1.0 - t;
  return vec4f(u * u * u, (3.0 * t - 6.0) * t * t + 4.0, ((-3.0 * t + 3.0) * t + 3.0) * t + 1.0, t * t * t) / 6.0;
}
`;
