import { confusionOf, wilsonInterval, worstPairs } from '../measures/evaluation.ts';
import { percent } from './report.ts';

/** How one number was read. */
export interface NumberOutcome {
  /** What was written. */
  readonly text: string;
  /** Null where no number was answered. */
  readonly answer: string | null;
  /** The reading with the highest probability, answered or not; null where there is none. */
  readonly likeliest: string | null;
  readonly runnerUp: string | null;
  /** From the strokes to the answer. */
  readonly ms: number;
}

/** How one number was read by sliding the network over it. */
export type SlidOutcome = Pick<NumberOutcome, 'text' | 'answer' | 'ms'>;

/** The lines of an evaluation of at least one number. */
export function numberLines(outcomes: readonly NumberOutcome[], slid: readonly SlidOutcome[]): string[] {
  const right = outcomes.filter(isRight);
  const [low, high] = wilsonInterval(right.length, outcomes.length);
  const wrong = outcomes.filter((outcome) => !isRight(outcome));
  const refused = wrong.filter(({ answer }) => answer === null);
  const miscounted = wrong.filter(({ answer, text }) => answer !== null && answer.length !== text.length);
  const misread = wrong.filter(({ answer, text }) => answer?.length === text.length);
  return [
    `right ${share(right.length, outcomes.length)}`,
    `right by sliding, without cuts: ${share(slid.filter(isRight).length, slid.length)}`,
    `95 % interval: ${percent(low)} to ${percent(high)} (numbers of one writer are alike: it is wider)`,
    `wrong: ${miscounted.length} with another count of digits, ${misread.length} with a wrong digit, ${refused.length} not answered`,
    `not answered, but likeliest right: ${refused.filter(({ likeliest, text }) => likeliest === text).length}`,
    `of the ${wrong.length} wrong ones the runner-up is right for ${wrong.filter(({ runnerUp, text }) => runnerUp === text).length}`,
    '',
    'digits  numbers  right',
    ...lengthLines(outcomes),
    '',
    'time from strokes to answer',
    timeLine('all', outcomes),
    timeLine(
      'six digits',
      outcomes.filter(({ text }) => text.length === 6),
    ),
    timeLine(
      'six digits, by sliding',
      slid.filter(({ text }) => text.length === 6),
    ),
    ...pairLines(misread),
    ...exampleLines(miscounted),
  ];
}

function isRight({ answer, text }: SlidOutcome): boolean {
  return answer === text;
}

function share(part: number, total: number): string {
  return `${percent(part / total)} (${part} of ${total})`;
}

function lengthLines(outcomes: readonly NumberOutcome[]): string[] {
  const lengths = [...new Set(outcomes.map(({ text }) => text.length))].sort((a, b) => a - b);
  return lengths.map((length) => {
    const own = outcomes.filter(({ text }) => text.length === length);
    return `${String(length).padStart(6)}  ${String(own.length).padStart(7)}  ${percent(own.filter(isRight).length / own.length)}`;
  });
}

function timeLine(name: string, outcomes: readonly SlidOutcome[]): string {
  const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(part * times.length))];
  const [median, most] = [at(0.5), at(0.95)];
  if (median === undefined || most === undefined) return `${name}: none`;
  return `${name}: median ${median.toFixed(1)} ms, 95 % within ${most.toFixed(1)} ms`;
}

function pairLines(misread: readonly NumberOutcome[]): string[] {
  const pairs = misread.flatMap(({ text, answer }) =>
    [...text].map((digit, at) => [Number(digit), Number(answer?.[at])] as const),
  );
  const confusion = confusionOf(
    pairs.map(([label]) => label),
    pairs.map(([, answer]) => answer),
  );
  const worst = worstPairs(confusion, 10);
  if (worst.length === 0) return [];
  return [
    '',
    'digits most often taken for another, where their count is right:',
    ...worst.map(({ label, answer, count }) => `  ${label} read as ${answer}  ${String(count).padStart(4)}`),
  ];
}

function exampleLines(miscounted: readonly NumberOutcome[]): string[] {
  if (miscounted.length === 0) return [];
  return [
    '',
    'read with another count of digits:',
    ...miscounted.slice(0, 20).map(({ text, answer }) => `  ${text} read as ${answer}`),
  ];
}
