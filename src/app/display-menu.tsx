import { language, languageCodes, languages, t } from '../language/language.ts';
import { LinkButton } from '../ui/controls/button.tsx';
import { Segmented } from '../ui/controls/segmented.tsx';
import { setTheme, type ThemeChoice, useThemeChoice } from '../ui/theme.ts';
import styles from './display-menu.module.css';
import { routes } from './routes.ts';
import { speak } from './speak.ts';

/** The theme and the language, for the list that the header's button opens. */
export function DisplayMenu() {
  const theme = useThemeChoice();
  return (
    <>
      <p className={styles.label}>{t`Theme`}</p>
      <Segmented label={t`Theme`} options={themes} value={theme} onChange={setTheme} />
      <p className={styles.label}>{t`Language`}</p>
      <Segmented label={t`Language`} options={languageOptions} value={language} onChange={speak} />
      <p className={styles.label}>{t`In class`}</p>
      <LinkButton icon="whole" href={routes.present.href}>
        {t`Present the Draw page`}
      </LinkButton>
    </>
  );
}

const themes: readonly { readonly value: ThemeChoice; readonly label: string }[] = [
  { value: 'system', label: t`As the system` },
  { value: 'light', label: t`Light` },
  { value: 'dark', label: t`Dark` },
];

const languageOptions = languageCodes.map((code) => ({ value: code, label: languages[code].name }));
