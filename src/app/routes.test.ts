import { expect, test } from 'vitest';
import { routeAt, routeNames, routes, unknownPage } from './routes.ts';

test('every link of the navigation leads to its own page', () => {
  expect(routeNames.map((name) => routeAt(routes[name].href.slice(1)))).toEqual(routeNames);
});

test('an address without a hash, links to drawings and unknown ones show the Draw page', () => {
  expect(['/', '/draw=BAxyz', '/draw=', '/trains', '/nowhere'].map(routeAt)).toEqual(
    new Array(5).fill('draw'),
  );
  expect(routeAt('/train/')).toBe('train');
  expect(routeAt('/model')).toBe('model');
  expect(routeAt('/explore?tool=why&draw=BA')).toBe('explore');
  expect(unknownPage('/explore?tool=why')).toBe(null);
  expect(routeAt('/networks/')).toBe('networks');
});

test('a page opens from a link that lost its end, took punctuation along or was encoded', () => {
  const damaged = [
    '/train.',
    '/train)',
    '/train).',
    '/train>',
    '/train”',
    '/train/.',
    '/train%20',
    '/train%0A',
  ];
  for (const path of [...damaged, '/%74rain', '/%2574rain', '%2Ftrain', '/tra', '/tr']) {
    expect([path, routeAt(path), unknownPage(path)]).toEqual([path, 'train', null]);
  }
  expect(['/draw.', '/.', '/draw%3DBA', '/draw=BA.'].map(unknownPage)).toEqual([null, null, null, null]);
  // More than one page may have been meant.
  expect([routeAt('/d'), unknownPage('/d')]).toEqual(['draw', 'd']);
});

test('what is no page is named, and links to drawings are none of it', () => {
  const known = ['/', '/draw', '/draw/', '/draw=BAxyz', '/draw=', '/train', '/model/'];
  expect(known.map(unknownPage)).toEqual(known.map(() => null));
  expect(unknownPage('/nothing')).toBe('nothing');
  expect(unknownPage('/train/extra?x')).toBe('train/extra?x');
  expect(unknownPage('/draw/x')).toBe('draw/x');
  expect(unknownPage('/%C3%BCber')).toBe('über');
  expect(unknownPage('/100%')).toBe('100%');
  expect(unknownPage(`/${'x'.repeat(5000)}`)).toBe(`${'x'.repeat(40)}…`);
});
