import { expect, test } from 'vitest';
import { embedCode } from './embed-code.ts';

const part = { hash: '#/tour?chapter=kernel&embed', title: 'A kernel – LeNet Lab', height: 900 };

test('the code is a frame with the address of the part, without what the page was asked for', () => {
  expect(embedCode('https://example.test/lab/?epochs=3#/train', part)).toBe(
    '<iframe src="https://example.test/lab/#/tour?chapter=kernel&amp;embed" title="A kernel – LeNet Lab" ' +
      'width="100%" height="900" style="border: 0" loading="lazy"></iframe>',
  );
});

test('an address with a quotation mark in it does not end the attribute', () => {
  expect(embedCode('https://example.test/"onload="x/', part)).not.toContain('"onload');
});
