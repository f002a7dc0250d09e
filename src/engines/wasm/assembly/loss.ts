import { OUTPUT_SIZE } from './layout';

/** Softmax and cross-entropy of single images, in float64 where they are summed. */

let lossSum: f64 = 0;
let correctCount: u32 = 0;

export function resetLoss(): void {
  lossSum = 0;
  correctCount = 0;
}

export function lossTotal(): f64 {
  return lossSum;
}

export function correctTotal(): u32 {
  return correctCount;
}

/** Logits to probabilities in place; the six lanes of padding are left alone. */
export function softmax(outputs: usize, rows: usize): void {
  for (const end = outputs + rows * OUTPUT_SIZE; outputs < end; outputs += OUTPUT_SIZE) {
    exponentials(outputs, outputs);
  }
}

/** As in network/spec.ts: an image that is no digit, whose target is the same for all ten classes. */
const NO_DIGIT: usize = 10;

/**
 * Adds each image's -sum(target[c] * log p[c]) to the loss, counts those whose label is on top, and writes
 *   gradient[c] = (p[c] - target[c]) * scale
 * @param outputs logits [rows, 16], ten used @param scale 1 / images in the whole batch
 */
export function crossEntropy(outputs: usize, labels: usize, gradient: usize, rows: usize, scale: f32): void {
  for (let r: usize = 0; r < rows; r++) {
    const logits = outputs + r * OUTPUT_SIZE;
    const to = gradient + r * OUTPUT_SIZE;
    const label = <usize>load<u8>(labels + r);
    const targetLogit = label === NO_DIGIT ? meanLogit(logits) : <f64>load<f32>(logits + label * 4);
    if (label !== NO_DIGIT && onTop(logits, label)) correctCount++;
    lossSum += exponentials(logits, to) - targetLogit;
    for (let c: usize = 0; c < 10; c++) {
      const target: f32 = label === NO_DIGIT ? 0.1 : c === label ? 1 : 0;
      store<f32>(to + c * 4, (load<f32>(to + c * 4) - target) * scale);
    }
  }
}

function meanLogit(logits: usize): f64 {
  let sum: f64 = 0;
  for (let c: usize = 0; c < 10; c++) sum += <f64>load<f32>(logits + c * 4);
  return sum / 10;
}

/** Ties go to the lower class, as an argmax gives; a NaN is never on top. */
function onTop(logits: usize, label: usize): bool {
  const logit = load<f32>(logits + label * 4);
  for (let c: usize = 0; c < 10; c++) {
    const other = load<f32>(logits + c * 4);
    if (c !== label && !(c < label ? other < logit : other <= logit)) return false;
  }
  return true;
}

/** Writes softmax(logits) to `to` and returns log(sum of exp(logits)); the largest is taken out first. */
function exponentials(logits: usize, to: usize): f64 {
  let largest = load<f32>(logits);
  for (let c: usize = 1; c < 10; c++) largest = max<f32>(largest, load<f32>(logits + c * 4));
  let sum: f64 = 0;
  for (let c: usize = 0; c < 10; c++) {
    const exponential = Math.exp(<f64>load<f32>(logits + c * 4) - <f64>largest);
    sum += exponential;
    store<f32>(to + c * 4, <f32>exponential);
  }
  const share = <f32>(1 / sum);
  for (let c: usize = 0; c < 10; c++) store<f32>(to + c * 4, load<f32>(to + c * 4) * share);
  return Math.log(sum) + <f64>largest;
}
