import { expect, test } from 'vitest';
import { routeAt, routeNames, routes } from './routes.ts';

test('every link of the navigation leads to its own page', () => {
  expect(routeNames.map((name) => routeAt(routes[name].href.slice(1)))).toEqual(routeNames);
});

test('an address without a hash, links to drawings and unknown ones show the Draw page', () => {
  expect(['/', '/draw=BAxyz', '/draw=', '/trains', '/nowhere'].map(routeAt)).toEqual(
    new Array(5).fill('draw'),
  );
  expect(routeAt('/train/')).toBe('train');
  expect(routeAt('/model')).toBe('model');
  expect(routeAt('/networks/')).toBe('networks');
});
