import document from '../../../docs/formats.md?raw';
import { t } from '../../language/language.ts';
import { Button } from '../../ui/controls/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { formatsCode } from './formats-code.ts';
import styles from './load-elsewhere.module.css';

interface LoadElsewhereProps {
  readonly formats: readonly string[];
  readonly notify: (text: string) => void;
}

/** How an exported network is opened in other software, to be copied. */
export function LoadElsewhere({ formats, notify }: LoadElsewhereProps) {
  const copy = async (code: string) =>
    notify(
      (await copyText(code)) ? t`Code copied.` : t`Copying is blocked by this browser. Select the code.`,
    );
  return (
    <div className={styles.list}>
      <p>{t`The input is 0 for paper and 1 for full ink, the output ten probabilities.`}</p>
      {formatsCode(document, formats).map(({ format, language, code }) => (
        <section key={`${format} ${language}`} aria-label={t`${format} in ${language}`}>
          <div className={styles.head}>
            <h3 translate="no">
              {format}, {language}
            </h3>
            <Button icon="copy" onClick={() => void copy(code)}>
              {t`Copy`}
            </Button>
          </div>
          {/* It scrolls sideways, so the keyboard has to reach it. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is a stop of the Tab key */}
          <pre className={styles.code} tabIndex={0} translate="no">
            <code>{code}</code>
          </pre>
        </section>
      ))}
    </div>
  );
}
