import { tensorOf } from '../../network/architecture.ts';
import { classCount } from '../../network/labels.ts';
import { type LeNetLayer, lenet5 } from '../../network/lenet-5.ts';

/** Where everything lies in the buffers of the WebGPU engine, counted in floats. */

/** Threads that compute one image together, and threads of the update. */
export const imageThreads = 64;
export const updateThreads = 64;

/** Invocations that a software renderer computes at once, each of them a few images; and their workgroups at most. */
export const lanes = 4;
export const imagesEach = 2;
export const laneGroups = 16;

/** Of parameters and each moment, in whole vectors of four: a few floats are left over. */
export const flat = Math.ceil(lenet5.parameterCount / 16) * 16;

export const at = (layer: LeNetLayer, role: 'kernel' | 'bias') => tensorOf(lenet5, layer, role).offset;

/** An image with its class behind it: 196 words of four bytes, and one. */
export const imageWords = 784 / 4 + 1;

/** What the convolutions' gradients of one image are: those parameters stand first in the flat vector. */
export const convolutions = at('C5', 'kernel');

/** What one image leaves for the update: all in whole vectors of four. */
export const work = (() => {
  let next = 0;
  const take = (floats: number) => {
    const begin = next;
    next += Math.ceil(floats / 4) * 4;
    return begin;
  };
  return {
    input: take(1024),
    s4: take(400),
    c5: take(120),
    dC5: take(120),
    f6: take(84),
    dF6: take(84),
    dOutput: take(10),
    /** Cross-entropy, and 1 where its class is on top. */
    result: take(2),
    /** Mean gradients of C1's and C3's parameters: the image's share. */
    gradient: take(convolutions),
    size: next,
  };
})();

/** Images that are only looked at pass in so many at a time; behind their activations stand their probabilities. */
export const chunk = 128;
export const probabilitiesAt = chunk * lenet5.activationCount;
/** Of one image: its logits, and the gradient at its input. */
export const logitsAndInput = classCount + 1024;
/** What is written for one image: its activations and its probabilities, or ten logits and a gradient. */
export const writtenFloats = lenet5.activationCount + classCount;
