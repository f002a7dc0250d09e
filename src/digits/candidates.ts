import type { Answer, Candidates } from './answer-rules.ts';

/**
 * The two digits that are offered instead of an answer; null where there are none. Apart from the rules, which
 * the worker has and the page need not load before the paper takes ink.
 */
export function candidatesOf(answer: Answer | null): Candidates | null {
  return answer?.kind === 'none' && answer.reason === 'unsure' ? answer.candidates : null;
}
