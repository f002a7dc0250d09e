import changelog from '../../../CHANGELOG.md?raw';
import { language, t } from '../../language/language.ts';
import { appVersion } from '../../lib/app-version.ts';
import { PageTitle } from '../../ui/page/page-title.tsx';
import { readChangelog } from './changelog.ts';
import styles from './changes-page.module.css';

/** The changelog, newest first. */
export function ChangesPage() {
  return (
    <main className={styles.page} data-testid="changes">
      <PageTitle>{t`What is new`}</PageTitle>
      {language !== 'en' && <p className={styles.note}>{t`This list is in English only.`}</p>}
      {readChangelog(changelog).map(({ version, groups }) => (
        <section key={version} className={styles.version}>
          <h2>{version === 'Unreleased' ? t`Since version ${appVersion}` : t`Version ${version}`}</h2>
          {groups.map(({ kind, entries }) => (
            <div key={kind} lang="en">
              {kind !== null && <h3>{kind}</h3>}
              <ul>
                {entries.map((entry) => (
                  <li key={entry}>{entry}</li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
    </main>
  );
}
