import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appVersion } from './app-version.ts';

test('the version that files carry is that of package.json', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(appVersion).toBe(version);
});
