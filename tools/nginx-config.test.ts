import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { nginxConfig } from './nginx-config.ts';
import { siteHeaders } from './site-headers.ts';

test('a path or folder that would break the file is refused', () => {
  const site = { path: '/', root: '/srv/lab', port: 80 };
  for (const path of ['lab', '/lab', '/a b/', '/a;/', ''])
    expect(() => nginxConfig({ ...site, path })).toThrow('expected a path');
  for (const root of ['srv', '/srv/', '/a b', '/a;b', '/'])
    expect(() => nginxConfig({ ...site, root })).toThrow('expected an absolute folder');
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const hasNginx = spawnSync('nginx', ['-v']).status === 0;

describe.runIf(hasNginx).for(['/', '/some/lab/'])('a real nginx below %s', (path) => {
  const folder = mkdtempSync(join(tmpdir(), 'lenet-lab-nginx-'));
  let address: string;
  let nginx: ChildProcess;

  beforeAll(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    const root = join(folder, 'dist');
    mkdirSync(join(root, 'assets'), { recursive: true });
    writeFileSync(join(root, 'index.html'), '<!doctype html>');
    writeFileSync(join(root, 'manifest.webmanifest'), '{}');
    writeFileSync(join(root, 'assets', 'a.wasm'), 'x');
    writeFileSync(join(root, 'assets', 'a.js'), 'x'.repeat(5_000));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    );
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; master_process off; pid ${folder}/pid; error_log stderr; events {}
      http { include /etc/nginx/mime.types; access_log off; ${temporary.join(' ')}
      ${nginxConfig({ path, root, port })} }`,
    );
    nginx = spawn('nginx', ['-c', file, '-p', folder], { stdio: 'ignore' });
    await vi.waitFor(() => fetch(address), { timeout: 20_000 });
  });
  afterAll(() => {
    nginx.kill();
    rmSync(folder, { recursive: true });
  });

  test('sends what npm start sends, also with a missing file, and says how long to keep what', async () => {
    const answers = {
      '': ['text/html', 'no-cache', 200],
      'manifest.webmanifest': ['application/manifest+json', 'no-cache', 200],
      'assets/a.wasm': ['application/wasm', 'public, max-age=31536000, immutable', 200],
      'assets/a.js': ['application/javascript', 'public, max-age=31536000, immutable', 200],
      'mnist/none.gz': ['text/html', 'no-cache', 404],
    } as const;
    for (const [file, [type, cache, status]] of Object.entries(answers)) {
      const response = await fetch(`${address}${path}${file}`);
      expect([file, response.status]).toEqual([file, status]);
      expect(response.headers.get('content-type')).toBe(type);
      expect(response.headers.get('cache-control')).toBe(cache);
      for (const [name, value] of Object.entries(siteHeaders)) expect(response.headers.get(name)).toBe(value);
    }
  });

  test('compresses scripts, and leads to the folder where its last slash is missing', async () => {
    const script = await fetch(`${address}${path}assets/a.js`);
    expect(script.headers.get('content-encoding')).toBe('gzip');
    const response = await fetch(`${address}${path.slice(0, -1)}`);
    expect([response.status, new URL(response.url).pathname]).toEqual([200, path]);
  });
});
