import { lenet5 } from '../network/lenet-5.ts';
import type { EngineKind } from './engine.ts';
import { type EngineEntry, engines } from './registry.ts';

/** What follows from the entries of the registry. */

/** Undefined for one that this version does not have. */
export function engineNamed(id: string | undefined): EngineEntry | undefined {
  return engines.find((engine) => engine.id === id);
}

/** What an engine is called; its id where this version does not have it. */
export function engineLabel(id: string): string {
  return engineNamed(id)?.label ?? id;
}

export function isOnGpu(id: string): boolean {
  return engineNamed(id)?.onGpu ?? false;
}

/** What it computes with, where it does not matter whose engine it is: "WebGL" of "TensorFlow.js WebGL". */
export function shortLabel(id: string): string {
  return engineLabel(id).replace(/^TensorFlow\.js /, '');
}

/** Labels by id, in the order of the settings. */
export function engineLabels(): Readonly<Record<string, string>> {
  return Object.fromEntries(engines.map(({ id, label }) => [id, label]));
}

/** Whether an engine computes a network, by the ids of both. */
export function computes(engine: string, network: string): boolean {
  return network === lenet5.id ? engineNamed(engine) !== undefined : computesOther(engine, network);
}

function computesOther(engine: string, network: string): boolean {
  return engineNamed(engine)?.others?.includes(network) ?? false;
}

/** Whether it computes the network on several threads. */
export function hasThreadsFor(engine: string, network: string): boolean {
  return (engineNamed(engine)?.hasThreads ?? false) && !computesOther(engine, network);
}

/** What answers drawings, first to last. */
export function readingOrder(): EngineKind[] {
  return inOrder('answers').map(({ id }) => id);
}

/**
 * Which of these answer with a network, first to last. They come in the order for LeNet-5, whose shaders put WebGL
 * first; with another network the order is that of training.
 */
export function answering(order: readonly EngineKind[], network: string): readonly EngineKind[] {
  const able = order.filter((kind) => computes(kind, network));
  if (network === lenet5.id) return able;
  const trains = standIns(network).map(({ id }) => id);
  return able.toSorted((a, b) => trains.indexOf(a) - trains.indexOf(b));
}

/**
 * What trains a network where nothing has been timed, best first. GPUs come last for others than LeNet-5: those learn
 * from one image at a time as a rule, which leaves a GPU nothing to share out.
 */
export function standIns(network: string = lenet5.id): EngineEntry[] {
  const able = inOrder('standsIn').filter(({ id }) => computes(id, network));
  if (network === lenet5.id) return able;
  return able.sort((a, b) => Number(a.onGpu) - Number(b.onGpu));
}

function inOrder(place: 'answers' | 'standsIn'): EngineEntry[] {
  return engines
    .filter((engine) => engine[place] !== null)
    .sort((a, b) => (a[place] as number) - (b[place] as number));
}

/** What there is to say of a device beside its engine's name: "SIMD" of "WebAssembly SIMD". */
export function deviceBeside(id: string, device: string): string {
  const name = engineLabel(id);
  return `${device} `.startsWith(`${name} `) ? device.slice(name.length + 1) : device;
}
