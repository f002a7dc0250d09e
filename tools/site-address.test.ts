import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withAddress } from './site-address.ts';

const html = readFileSync('index.html', 'utf8');

test('the preview of a link gets the absolute address of the site, with and without a slash at its end', () => {
  const built = withAddress(html, 'https://example.org/lab');
  expect(built).toContain('property="og:image" content="https://example.org/lab/social-preview.png"');
  expect(built).toContain('property="og:url" content="https://example.org/lab/"');
  expect(withAddress(html, 'https://example.org/lab/')).toBe(built);
});

test('what is no address of a site is refused with an example', () => {
  expect(() => withAddress(html, 'example.org')).toThrow(
    /expected an address such as https.*got example\.org/,
  );
});

test('the preview is there, 1200 by 630 and under 200 kB', () => {
  const png = readFileSync('public/social-preview.png');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
  expect(png.length).toBeLessThan(200_000);
});
