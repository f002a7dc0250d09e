import lessonPlan from '../../../docs/lesson-plan.md?raw';
import { Button } from '../../ui/controls/button.tsx';
import { PageTitle } from '../../ui/page/page-title.tsx';
import { Markdown } from './markdown.tsx';
import styles from './teachers-page.module.css';

/** What a teacher can use: lessons, worksheets, links that start a run, and parts for other pages. */
export function TeachersPage() {
  return (
    <main className={styles.page} data-testid="teachers">
      <header className={styles.head}>
        <PageTitle>For teachers</PageTitle>
        <Button onClick={() => window.print()}>Print the lesson plan</Button>
      </header>
      <section className={styles.tools} aria-label="Tools">
        <dl>
          <div>
            <dt>Worksheet</dt>
            <dd>
              Print the <a href="#/">Draw page</a>: one sheet with the drawing, its answer, all layers and
              three questions.
            </dd>
          </div>
          <div>
            <dt>Presentation</dt>
            <dd>
              <a href="#/tour">The guided tour</a> has ten chapters. Press Present to show one at a time in
              large type.
            </dd>
          </div>
          <div>
            <dt>A run for the whole class</dt>
            <dd>
              Choose settings on the <a href="#/train">Train page</a>, then press Copy link, and “Copy one
              that starts the run”.
            </dd>
          </div>
          <div>
            <dt>Your own web page</dt>
            <dd>
              Copy embed code on the Draw page, the <a href="#/explore?tool=map">Explore page</a> or the tour
              gives you an iframe that works in a school’s learning platform.
            </dd>
          </div>
        </dl>
      </section>
      <article className={styles.plan}>
        <Markdown text={lessonPlan} />
      </article>
    </main>
  );
}
