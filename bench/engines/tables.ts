import { layerBefore, sizeOf } from '../../src/network/architecture.ts';
import { lenet5 } from '../../src/network/lenet-5.ts';
import type { Row, Section } from '../report.ts';
import { summarise } from '../statistics.ts';
import { type SystemSpec, type Task, type Timing, tasks, yardstick } from './system.ts';

/** Not in the browser: pytorch.ts measures it. */
interface PytorchSpec {
  readonly name: string;
  readonly by: 'pytorch';
  readonly differs?: never;
}

/** What is known of one system, filled in as the benchmark goes on. */
export interface Measured {
  readonly spec: SystemSpec | PytorchSpec;
  device: string;
  losses: readonly number[];
  readonly cells: Map<Task, readonly Timing[]>;
  /** Why there is no figure for a task. */
  readonly failures: Map<Task, string>;
  /** Why there are none at all. */
  failed?: string;
  readonly peaks: number[];
}

/** A table of losses, and one for each task. @param facts what was measured, on what */
export function taskSections(
  systems: readonly Measured[],
  expected: readonly number[],
  facts: string,
): Section[] {
  const loss = (losses: readonly number[]) => `${losses[0]?.toFixed(4)} to ${losses.at(-1)?.toFixed(4)}`;
  const learning = systems.map(({ spec, device, losses, failed }) => {
    const differs = spec.differs ? ` (another network: ${spec.differs})` : '';
    return `- ${spec.name}: ${failed ?? `${device}; loss ${loss(losses)}${differs}`}`;
  });
  const note = [
    facts,
    `- float64 reference: loss ${loss(expected)} in ${expected.length} steps`,
    ...learning,
  ];
  return [
    { title: 'Engines and rivals', note: note.join('\n'), rows: [] },
    ...tasks.map((task) => ({
      title: `${task.title} (${task.unit})`,
      ratioTo: yardstick,
      rows: systems
        .filter((system) => system.failures.get(task) !== 'not offered')
        .map((system) => rowOf(system, task, systems)),
    })),
  ];
}

function rowOf(system: Measured, task: Task, systems: readonly Measured[]): Row {
  const values = figuresOf(system, task);
  const failed =
    system.failed ?? (values.length > 0 ? undefined : (system.failures.get(task) ?? 'not measured'));
  const goal = goalOf(system.spec, task);
  const common = { what: system.spec.name, unit: task.unit, ...(goal ? { goal } : {}) };
  if (failed) return { ...common, summary: summarise([]), failed };
  const summary = summarise(values);
  const reference = systems.find(({ spec }) => spec.name === yardstick);
  const theirs = reference ? summarise(figuresOf(reference, task)).median : Number.NaN;
  const ratio = task.unit === 'ms' ? theirs / summary.median : summary.median / theirs;
  return { ...common, summary, values, ...(Number.isFinite(ratio) ? { ratio } : {}) };
}

function figuresOf({ cells }: Measured, task: Task): number[] {
  return (cells.get(task) ?? []).map(({ calls, ms }) =>
    task.unit === 'ms' ? ms / calls / task.batch : (1000 * calls * task.batch) / ms,
  );
}

function goalOf(spec: Measured['spec'], task: Task): string | undefined {
  if (spec.by !== 'lab' || spec.engine !== 'wasm') return undefined;
  if (task.work === 'train' && task.batch === 64 && spec.workers === 1) return '12,000 and 50 times';
  if (task.work === 'activations') return 'under 0.2 ms';
  return undefined;
}

/** Multiply-adds of one image: each weight once for every place that it is used at. */
const forwardProducts = lenet5.layers.reduce((sum, layer) => sum + productsOf(layer), 0);
/** Backwards the same for the weights' gradient and for the inputs', whom the first layer owes none. */
const trainingProducts =
  3 * forwardProducts -
  productsOf(lenet5.layers.find(({ name }) => name === 'C1') as (typeof lenet5.layers)[number]);

function productsOf(layer: (typeof lenet5.layers)[number]): number {
  const before = layerBefore(lenet5, layer.name);
  if (!before) return 0;
  if (layer.kind === 'convolution') return sizeOf(layer) * layer.window ** 2 * before.maps;
  return layer.kind === 'dense' ? sizeOf(layer) * sizeOf(before) : 0;
}

/** How much of what the cores can do with 128-bit vectors our kernels make use of; none without wasm. */
export function peakSection(systems: readonly Measured[]): Section[] {
  const peak = Math.max(0, ...systems.flatMap(({ peaks }) => peaks));
  if (peak === 0) return [];
  const rows = systems.flatMap((system) => {
    const { spec } = system;
    if (spec.by !== 'lab' || spec.engine !== 'wasm' || system.failed) return [];
    return (
      tasks
        // Only training is shared among the workers.
        .filter(({ work, batch }) => batch > 1 && (work === 'train' || spec.workers === 1))
        .map((task) => {
          const products = task.work === 'train' ? trainingProducts : forwardProducts;
          const shares = figuresOf(system, task).map(
            (rate) => (100 * rate * products) / (peak * (spec.workers ?? 1)),
          );
          return {
            what: `${spec.name}: ${task.title}`,
            unit: '% of the peak',
            summary: summarise(shares),
            values: shares,
          };
        })
    );
  });
  const note = `One core, measured in this run with vectors that stay in registers: ${(peak / 1e9).toFixed(1)} thousand million multiply-adds a second. An image takes ${(trainingProducts / 1e6).toFixed(2)} million to train, ${(forwardProducts / 1e6).toFixed(2)} to classify.`;
  return [{ title: 'Share of the 128-bit peak, all workers together', note, rows }];
}
