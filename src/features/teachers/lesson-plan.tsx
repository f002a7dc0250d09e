import { language } from '../../language/language.ts';
import { loadable } from '../../ui/part/loadable.ts';
import { Markdown } from './markdown.tsx';

/** The lesson plan in the language of the page. */
export const LessonPlan = loadable(async () => {
  const { default: text } = await (language === 'de'
    ? import('../../../docs/lesson-plan.de.md?raw')
    : import('../../../docs/lesson-plan.md?raw'));
  return () => <Markdown text={text} />;
});
