import { t } from '../../language/language.ts';
import { Button } from '../../ui/controls/button.tsx';
import { PageTitle } from '../../ui/page/page-title.tsx';
import { tx } from '../../ui/page/tx.ts';
import { Part } from '../../ui/part/part.tsx';
import { LessonPlan } from './lesson-plan.tsx';
import styles from './teachers-page.module.css';

/** What a teacher can use: lessons, worksheets, links that start a run, and parts for other pages. */
export function TeachersPage() {
  return (
    <main className={styles.page} data-testid="teachers">
      <header className={styles.head}>
        <PageTitle>{t`For teachers`}</PageTitle>
        <Button onClick={() => window.print()}>{t`Print the lesson plan`}</Button>
      </header>
      <section className={styles.tools} aria-label={t`Tools`}>
        <dl>
          <div>
            <dt>{t`Worksheet`}</dt>
            <dd>
              {tx`Print the ${<a href="#/">{t`Draw page`}</a>}: one sheet with the drawing, its answer, all layers and three questions.`}
            </dd>
          </div>
          <div>
            <dt>{t`Presentation`}</dt>
            <dd>
              {tx`${<a href="#/tour">{t`The guided tour`}</a>} has ten chapters. Press Present to show one at a time in large type.`}
            </dd>
            <dd>
              {tx`${<a href="#/present">{t`The Draw page in large type`}</a>} shows paper, answer and network on one screen.`}
            </dd>
          </div>
          <div>
            <dt>{t`A run for the whole class`}</dt>
            <dd>
              {tx`Choose settings on the ${<a href="#/train">{t`Train page`}</a>}, then press Copy link, and “Copy one that starts the run”.`}
            </dd>
          </div>
          <div>
            <dt>{t`Your own web page`}</dt>
            <dd>
              {tx`Copy embed code on the Draw page, the ${<a href="#/explore?tool=map">{t`Explore page`}</a>} or the tour gives you an iframe that works in a school’s learning platform.`}
            </dd>
          </div>
        </dl>
      </section>
      <article className={styles.plan}>
        <Part name={t`The lesson plan`}>
          <LessonPlan />
        </Part>
      </article>
    </main>
  );
}
