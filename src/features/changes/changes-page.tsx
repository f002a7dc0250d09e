import changelog from '../../../CHANGELOG.md?raw';
import { appVersion } from '../../lib/app-version.ts';
import { PageTitle } from '../../ui/page/page-title.tsx';
import { readChangelog } from './changelog.ts';
import styles from './changes-page.module.css';

/** The changelog, newest first. */
export function ChangesPage() {
  return (
    <main className={styles.page} data-testid="changes">
      <PageTitle>What is new</PageTitle>
      {readChangelog(changelog).map(({ version, groups }) => (
        <section key={version} className={styles.version}>
          <h3>{version === 'Unreleased' ? `Since version ${appVersion}` : `Version ${version}`}</h3>
          {groups.map(({ kind, entries }) => (
            <div key={kind}>
              {kind !== null && <h4>{kind}</h4>}
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
