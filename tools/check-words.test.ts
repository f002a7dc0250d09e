import { expect, test } from 'vitest';
import { habitsIn, linesOf, sentencesOf } from './check-words.ts';

test('a habit is found, with what is said instead', () => {
  expect(habitsIn('The run stands at step 3, and is written anew.')).toEqual([
    { phrase: 'anew', instead: 'again' },
    { phrase: 'stands at', instead: 'is' },
  ]);
  expect(habitsIn('Export the network to be safe.')).toEqual([]);
});

test('text between tags, strings and templates are read; imports, comments and single words are not', () => {
  const source = `import a from './by itself.ts';
    // by itself
    const name = 'anew';
    const say = (n: number) => \`\${n} images are drawn anew\`;
    export const Part = () => <p title="It stands in the way">Whoever <b>reads</b> this</p>;`;
  expect(sentencesOf('x.tsx', source)).toEqual([
    { text: 'images are drawn anew', line: 4 },
    { text: 'It stands in the way', line: 5 },
  ]);
  expect(sentencesOf('x.tsx', 'export const Part = () => <p>Whoever reads\n this</p>;')).toHaveLength(1);
});

test('documents are read line by line, without their code', () => {
  const text = 'Run `npm run anew` once.\n\n```\nanew\n```\nIt is drawn anew.';
  expect(linesOf(text).flatMap(({ text, line }) => (habitsIn(text).length > 0 ? [line] : []))).toEqual([6]);
});
