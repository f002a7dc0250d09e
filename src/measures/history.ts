import * as v from 'valibot';
import { t } from '../language/language.ts';
import { formatCount } from '../lib/format.ts';
import { issueError } from '../lib/issue.ts';
import type { Architecture } from '../network/architecture.ts';
import { connectionCount } from '../network/connections.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { lenet5Of1998 } from '../network/lenet-5-1998.ts';
import type { ModelCard } from './model-card.ts';
import { errorText } from './model-card-words.ts';
import measured from './result-1998.json';

/**
 * LeNet-5 as it was and as it is shipped, side by side. What follows from the architectures is computed, and all
 * else was measured: the file beside this one is what `npm run train:model -- --network 1998 --out FILE` writes.
 */

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const resultForm = v.object({
  /** What measured it. */
  command: v.string(),
  seed: count,
  /** Passes over the training images. */
  passes: count,
  trainingImages: count,
  test: v.object({ right: count, total: count }),
});

/** How far the network of 1998 came. */
export type ResultOf1998 = Readonly<v.InferOutput<typeof resultForm>>;

/** Images a second on one thread, of each network. */
export interface Speeds {
  readonly training: Sides;
  readonly reading: Sides;
}
type Sides = { readonly of1998: number; readonly today: number };

export interface HistoryRow {
  readonly name: string;
  readonly of1998: string;
  readonly today: string;
}

/** @throws ExpectationError saying what was expected and what came */
export function parseResult(json: unknown): ResultOf1998 {
  const parsed = v.safeParse(resultForm, json);
  if (!parsed.success) throw issueError('result-1998.json', parsed.issues[0]);
  return parsed.output;
}

export const result1998 = parseResult(measured);

/** @param speeds measured side by side, where they were */
export function historyRows({ training, test }: ModelCard, speeds: Speeds | null): readonly HistoryRow[] {
  const row = (name: string, of1998: number | string, today: number | string): HistoryRow => {
    const text = (value: number | string) => (typeof value === 'number' ? formatCount(value) : value);
    return { name, of1998: text(of1998), today: text(today) };
  };
  const both = (name: string, of: (architecture: Architecture) => number) =>
    row(name, of(lenet5Of1998), of(lenet5));
  const number = (key: string) => Number(training[key] ?? 0);
  const learned =
    (60_000 - number('validation')) * number('mnistRepeats') +
    number('syntheticDigits') +
    number('noDigits') +
    number('pens');
  const speed = (name: string, { of1998, today }: Sides) => row(name, Math.round(of1998), Math.round(today));
  return [
    both(t`Parameters`, ({ parameterCount }) => parameterCount),
    both(t`Multiply-adds for one image`, connectionCount),
    row(t`Images per epoch`, result1998.trainingImages, learned),
    row(t`Epochs`, result1998.passes, number('epochs')),
    row(t`Batch size`, 1, number('batchSize')),
    row(t`Test error`, errorText(result1998.test), errorText(test)),
    ...(speeds
      ? [speed(t`Training, images/s`, speeds.training), speed(t`Reading, images/s`, speeds.reading)]
      : []),
  ];
}
