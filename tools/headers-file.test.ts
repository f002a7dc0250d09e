import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { headersFileText } from './headers-file.ts';
import { siteHeaders } from './site-headers.ts';

test('a host that reads _headers sends what npm start sends', () => {
  const text = headersFileText();
  const [all = '', assets = ''] = text.split(/\n\n/);
  const sent = new Map(
    all
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/: (.*)/) as [string, string]),
  );
  for (const [name, value] of Object.entries(siteHeaders)) expect(sent.get(name)).toBe(value);
  // A page that a browser keeps would ask for assets that a new version no longer has.
  expect(sent.get('Cache-Control')).toBe('no-cache');
  expect(assets).toMatch(/^\/assets\/\*\n {2}! Cache-Control\n {2}Cache-Control: .*immutable/);
  // Cloudflare Pages takes lines of up to 2,000 characters.
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(2_000);
});

test('the workflow of the public host calls scripts that there are', () => {
  const workflow = readFileSync('.github/workflows/ci.yml', 'utf8');
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const called = [...workflow.matchAll(/npm (?:run )?(test|start|[a-z]+:[a-z0-9]+|build)\b/g)].map(
    ([, name]) => name ?? '',
  );
  expect(called).toContain('test');
  expect(called).toContain('build');
  for (const name of called) expect(Object.keys(scripts)).toContain(name);
  // Tabs are no indentation in YAML.
  expect(workflow).not.toMatch(/\t/);
  for (const [, version] of workflow.matchAll(/uses: [\w/-]+@(\S+)/g)) expect(version).toMatch(/^v\d+$/);
});
