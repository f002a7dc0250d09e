import { messageOf } from '../lib/expect.ts';
import { type Confusion, wilsonInterval, worstPairs } from '../measures/evaluation.ts';

/** 0.98765 -> "98.77 %". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** The lines of an evaluation: right, error, interval, each digit, and the pairs that are mixed up. */
export function confusionLines(confusion: Confusion): string[] {
  const { total, right, counts } = confusion;
  const [low, high] = wilsonInterval(right, total);
  const wrong = total - right;
  const lines = [
    `right ${percent(right / total)}   error ${percent(wrong / total)} (${wrong} of ${total})`,
    `95 % interval of the error: ${percent(1 - high)} to ${percent(1 - low)}`,
    '',
    'digit  images  wrong   error',
  ];
  counts.forEach((row, digit) => {
    const images = row.reduce((a, b) => a + b, 0);
    if (images === 0) return;
    const missed = images - (row[digit] as number);
    const cells = [String(digit).padStart(5), String(images).padStart(7), String(missed).padStart(6)];
    lines.push(`${cells.join(' ')}  ${percent(missed / images).padStart(7)}`);
  });
  const pairs = worstPairs(confusion, 10);
  if (pairs.length > 0) {
    lines.push('', 'most often taken for another:');
    for (const { label, answer, count } of pairs) {
      lines.push(`  ${label} read as ${answer}  ${String(count).padStart(4)}`);
    }
  }
  return lines;
}

/** Runs a command; a failure prints its message and how to call it, and sets the exit code. */
export async function runCommand(name: string, usage: string, main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(`${name}: ${messageOf(error)}\nusage: ${usage}`);
    process.exitCode = 1;
  }
}
