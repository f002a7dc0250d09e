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

const htmlOf = (file: string) => renderToStaticMarkup(<Markdown text={readFileSync(file, 'utf8')} />);
const linksOf = (html: string) =>
  [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
const html = htmlOf('docs/lesson-plan.md');
const german = htmlOf('docs/lesson-plan.de.md');

test('every link of the lesson plan opens what the lesson needs, in the app that shows it', () => {
  const links = linksOf(html);
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

test('the German plan has the same links, headings and questions as the English one', () => {
  expect(linksOf(german)).toEqual(linksOf(html));
  const elements = (text: string) => text.match(/<(h2|h3|li|p|em)>/g);
  expect(elements(german)).toEqual(elements(html));
});

test('the page shows the document: headings, lists and answers, nothing else', () => {
  expect(html).toContain('<h2>Lesson 1: How a network reads a digit</h2>');
  expect(html).toMatch(/<ol><li>What happens to a small digit before it is read\? <em>/);
  expect(() => renderToStaticMarkup(<Markdown text={'```\ncode\n```'} />)).toThrow('got code');
});
