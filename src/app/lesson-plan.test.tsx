import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { explorePlaceAt } from '../features/explore/read-address.ts';
import { chapterIds } from '../features/explore/tour/chapters.tsx';
import { Markdown } from '../features/teachers/markdown.tsx';
import { asksForStart } from '../features/train/run/start-link.ts';
import { readSettings } from '../features/train/settings/settings-address.ts';
import { lenet5 } from '../network/lenet-5.ts';
import { routeAt, unknownPage } from './routes.ts';

const html = renderToStaticMarkup(<Markdown text={readFileSync('docs/lesson-plan.md', 'utf8')} />);
const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

test('every link of the lesson plan opens what the lesson needs, in the app that shows it', () => {
  expect(links.length).toBeGreaterThan(8);
  for (const href of links) {
    // The page resolves it, so the app can be anywhere.
    expect(href).toMatch(/^\.\//);
    const { search, hash } = new URL(href, 'https://example.test/lab/');
    expect([href, readSettings(search).problems]).toEqual([href, []]);
    expect([href, unknownPage(hash.slice(1))]).toEqual([href, null]);
    const route = routeAt(hash.slice(1));
    if (route === 'explore') expect(explorePlaceAt(hash, lenet5).problem).toBe(null);
    if (route === 'tour')
      expect(chapterIds).toContain(new URLSearchParams(hash.split('?')[1]).get('chapter'));
    if (route === 'train') expect([href, asksForStart(hash)]).toEqual([href, true]);
  }
});

test('the page shows the document: headings, lists and answers, nothing else', () => {
  expect(html).toContain('<h3>Lesson 1: How a network reads a digit</h3>');
  expect(html).toMatch(/<ol><li>What happens to a small digit before it is read\? <em>/);
  expect(() => renderToStaticMarkup(<Markdown text={'```\ncode\n```'} />)).toThrow('got code');
});
