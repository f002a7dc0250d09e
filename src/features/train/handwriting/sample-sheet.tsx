import { useMemo, useState } from 'react';
import { stylesBut } from '../../../digits/synthesis/style-choice.ts';
import { type SyntheticDigit, synthesise } from '../../../digits/synthesis/synthesise.ts';
import { styleTitle } from '../../../digits/synthesis/titles.ts';
import { t } from '../../../language/language.ts';
import { randomFromSeed } from '../../../lib/random.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { SampleButton } from '../../../ui/samples/sample-button.tsx';
import styles from './sample-sheet.module.css';

interface SampleSheetProps {
  readonly stylesOff: readonly string[];
  readonly onPick: (digit: SyntheticDigit) => void;
}

/** Written in a few milliseconds, here on the page. */
const shown = 40;
const places = Array.from({ length: shown }, (_, place) => place);

/** Fresh digits in the styles that are on. */
export function SampleSheet({ stylesOff, onPick }: SampleSheetProps) {
  const [sheet, setSheet] = useState(1);
  const digits = useMemo(() => {
    const among = stylesBut(stylesOff);
    const random = randomFromSeed(sheet);
    return among.length === 0 ? [] : places.map(() => synthesise(random, among));
  }, [stylesOff, sheet]);
  return (
    <div className={styles.samples}>
      <div className={styles.head}>
        <h4>{t`Samples`}</h4>
        <Button icon="pen" disabled={digits.length === 0} onClick={() => setSheet(sheet + 1)}>
          {t`Write others`}
        </Button>
      </div>
      <ul className={styles.sheet} aria-label={t`Samples of synthetic handwriting`} data-sheet={sheet}>
        {places.map((place) => {
          const digit = digits[place];
          return (
            <li key={place} className={styles.paper}>
              {digit && (
                <SampleButton
                  name={styleTitle(digit.style)}
                  label={t`Synthetic ${styleTitle(digit.style)}`}
                  drawing={digit.drawing}
                  onPick={() => onPick(digit)}
                />
              )}
            </li>
          );
        })}
      </ul>
      <p className={styles.note}>{t`Choose one to see the network read it.`}</p>
    </div>
  );
}
