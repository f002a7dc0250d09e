import type { Candidates } from '../../digits/answer-rules.ts';
import { t } from '../../language/language.ts';
import { withArticle } from '../../lib/format.ts';

/** "a 4 or a 9". */
export function candidatesText([first, second]: Candidates): string {
  return t`${withArticle(first.digit)} or ${withArticle(second.digit)}`;
}
