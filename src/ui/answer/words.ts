import type { Candidates } from '../../digits/answer-rules.ts';
import { withArticle } from '../../lib/format.ts';

/** "a 4 or a 9". */
export function candidatesText([first, second]: Candidates): string {
  return `${withArticle(first.digit)} or ${withArticle(second.digit)}`;
}
