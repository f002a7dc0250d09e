import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appVersion } from '../../lib/app-version.ts';
import { readChangelog } from './changelog.ts';

test('versions, kinds and entries', () => {
  const text =
    '# Changes\n\nWords.\n\n## Unreleased\n\n### Added\n- One\n- Two\n\n### Fixed\n- Three\n\n## 1.0.0\n\n- Four\n';
  expect(readChangelog(text)).toEqual([
    {
      version: 'Unreleased',
      groups: [
        { kind: 'Added', entries: ['One', 'Two'] },
        { kind: 'Fixed', entries: ['Three'] },
      ],
    },
    { version: '1.0.0', groups: [{ kind: null, entries: ['Four'] }] },
  ]);
});

test('a line of another form is named', () => {
  expect(() => readChangelog('## 1.0.0\n* One')).toThrow('got * One');
});

test('the changelog has the version of the app, and its entries are plain text as the page shows them', () => {
  const versions = readChangelog(readFileSync('CHANGELOG.md', 'utf8'));
  expect(versions.map(({ version }) => version)).toContain(appVersion);
  const entries = versions.flatMap(({ groups }) => groups.flatMap(({ entries }) => entries));
  for (const entry of entries) expect(entry).not.toMatch(/[`*[\]]|\b_|_\b/);
});
