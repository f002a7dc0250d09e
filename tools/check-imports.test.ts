import { expect, test } from 'vitest';
import { unpinned, violation } from './check-imports.ts';
import { circles, factsOf, importsOf, unusedExports } from './modules.ts';

const load = (from: string, specifier: string, typeOnly = false) => violation({ from, specifier, typeOnly });

test('imports point down the list, never up', () => {
  expect(load('src/features/draw/page.tsx', '../../ui/button.tsx')).toBeUndefined();
  expect(load('src/network/spec.ts', '../digits/drawing.ts')).toMatch('network/ lies below digits/');
  expect(load('src/network/spec.ts', '../digits/drawing.ts', true)).toMatch('network/ lies below digits/');
  expect(load('src/cli/train.ts', '../ui/button.tsx')).toMatch('no page code');
  expect(load('src/features/draw/page.tsx', '../train/page.tsx')).toMatch('never import each other');
  expect(load('src/novel/thing.ts', '../lib/expect.ts')).toMatch('missing from the list');
});

test('the fences hold', () => {
  expect(load('src/lab/reading/worker.ts', '@tensorflow/tfjs-core')).toMatch('engine interface');
  expect(load('src/engines/tfjs/webgl.ts', '@tensorflow/tfjs-core')).toBeUndefined();
  expect(load('src/pictures/scale.ts', 'react')).toMatch('React');
  expect(load('src/features/draw/page.tsx', '../../engines/open.ts')).toMatch("off the page's thread");
  expect(load('src/features/draw/page.tsx', '../../engines/engine.ts', true)).toBeUndefined();
  expect(load('src/lab/reading/client.ts', './worker.ts')).toMatch('nothing heavy');
});

test('static, dynamic, re-exporting and type imports are all found', () => {
  const source = `import a from './a.ts'; import type { B } from './b.ts'; import { type C } from './c.ts';
    import './d.ts'; export * from './e.ts'; const f = () => import('./f.ts'); export type { G } from './g.ts';`;
  const found = importsOf('x.ts', source).map(
    (found) => `${found.specifier}${found.typeOnly ? ' type' : ''}`,
  );
  expect(found.sort()).toEqual([
    './a.ts',
    './b.ts type',
    './c.ts type',
    './d.ts',
    './e.ts',
    './f.ts',
    './g.ts type',
  ]);
});

test('a circle is reported once, as a path', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['a']],
    ['d', ['a']],
  ]);
  expect(circles(graph)).toEqual([['a', 'b', 'c', 'a']]);
});

test('only tests may use fixtures and test support; kernels stay among themselves', () => {
  expect(load('src/run/run.ts', './test-support/session.ts')).toMatch('only tests');
  expect(load('src/run/store/run-store.ts', './run-store.fixture.ts')).toMatch('only tests');
  expect(load('src/engines/wasm/assembly/c1-s2.ts', './simd')).toBeUndefined();
  expect(load('src/engines/wasm/assembly/c1-s2.ts', '../kernels')).toMatch('compiled on their own');
  expect(load('src/engines/wasm/kernels.ts', './assembly/index.ts')).toMatch('compiled on their own');
});

test('private files of a package are imported from one exact version only', () => {
  const inside = '@tensorflow/tfjs-backend-cpu/dist/kernels/Add';
  expect(unpinned(inside, { '@tensorflow/tfjs-backend-cpu': '^4.22.0' })).toMatch('exact version');
  expect(unpinned(inside, { '@tensorflow/tfjs-backend-cpu': '4.22.0' })).toBeUndefined();
  expect(unpinned('zustand/vanilla', { zustand: '^5.1.0' })).toBeUndefined();
});

test('an export that no other file uses is found, whatever way the others are used', () => {
  const files = {
    'src/a.ts': 'export const used = 1; export const alone = used; export type Shape = {};',
    'src/b.ts': "import { used as other, type Shape } from './a.ts'; export const b: Shape = other;",
    'src/c.ts': "import * as all from './b.ts'; export default all;",
    'src/d.ts': "export { default } from './c.ts';",
    'src/e.ts': "const later = () => import('./d.ts');",
  };
  const modules = new Map(Object.entries(files).map(([file, source]) => [file, factsOf(file, source)]));
  expect(unusedExports(modules)).toEqual(['src/a.ts: alone']);
});
