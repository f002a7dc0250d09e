import { t } from '../../../language/language.ts';
import styles from './worksheet.module.css';

/** What a printed Draw page has above and below: room for a name, and questions with room for answers. */
export function Worksheet() {
  return (
    <>
      <div className={styles.head}>
        <b>{t`How LeNet-5 reads a digit`}</b>
        <span className={styles.field}>{t`Name`}</span>
        <span className={styles.field}>{t`Date`}</span>
      </div>
      <ol className={styles.questions}>
        {questions.map((question) => (
          <li key={question}>
            {question}
            <span className={styles.line} />
            <span className={styles.line} />
          </li>
        ))}
      </ol>
    </>
  );
}

const questions = [
  t`C1 has six maps. Circle one that marks upright edges and one that marks level edges. How do they differ?`,
  t`The maps get smaller from layer to layer. What gets lost, and what is gained?`,
  t`How would you change the drawing so that the network reads another digit? Try it in the app.`,
];
