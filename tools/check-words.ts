import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path/posix';
import { pathToFileURL } from 'node:url';
import { parseSync } from 'oxc-parser';
import { isForTests } from './modules.ts';

/**
 * Keeps the worst habits out of the sentences that people read: on the pages, and in the documents. What a person
 * would not say to a student is found here by the phrase; everything else is found by reading.
 */

/** Each with what is said instead. */
const habits: readonly (readonly [RegExp, string])[] = [
  [/\banew\b/i, 'again'],
  [/\bof (its|their|one[’']s|your) own\b/i, 'its own, separate'],
  [/\bone[’']s own\b/i, 'your'],
  [/\bso many\b/i, 'the number'],
  [/\bwhat is (no|none)\b|\bthat is none\b/i, 'a noun: non-digits, blank paper'],
  [/\b(stands|stood) (in|at|on|last|first|for ever)\b/i, 'is'],
  [/\b(go|goes|went|going) on (in|with|from|another|here|there|without|later|reading)\b/i, 'continue'],
  [/\bwhoever\b/i, 'anyone who, you'],
  [/\blikeliest\b/i, 'most likely'],
  [/\bby itself\b/i, 'alone, automatically'],
  [/\bas well\b/i, 'too, also'],
  [/\bknows? no\b/i, 'recognises no'],
  [/\btaken? up\b|\btakes up\b/i, 'resume'],
  [/\blearnt\b/i, 'learned'],
  [/\bkept (in|by|from|here|there|before|aside|as of)\b/i, 'saved'],
  [/\bhas come to its end\b|\bcome to its end\b/i, 'finished'],
  [/\bso to say\b|\bforth\b|\btherein\b|\bthereof\b/i, 'plainer words'],
  [/\blet go of\b|\blets go of\b/i, 'drop'],
  [/\bthat there is not\b|\bthat there are not\b/i, 'that does not exist'],
  [/\bin vain\b/i, 'useless'],
  [/\bshipped (network|model)\b/i, 'built-in network'],
  [/\bbeside(s)? (the bare|them stands)\b/i, 'next to'],
];

interface Found {
  readonly phrase: string;
  readonly instead: string;
}

export function habitsIn(text: string): Found[] {
  return habits.flatMap(([habit, instead]) => {
    const phrase = habit.exec(text)?.[0];
    return phrase === undefined ? [] : [{ phrase, instead }];
  });
}

interface Sentence {
  readonly text: string;
  readonly line: number;
}

/** What people may read of a source file: text between tags, and strings with a space in them. */
export function sentencesOf(file: string, source: string): Sentence[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: cannot be parsed: ${errors[0]?.message}`);
  const found: Sentence[] = [];
  const add = (text: string, start: number) => {
    const plain = text.replace(/\s+/g, ' ').trim();
    if (!/\p{L} ?\p{L}/u.test(plain) || !plain.includes(' ')) return;
    found.push({ text: plain, line: source.slice(0, start).split('\n').length });
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const { type, value, start } = node as { type?: string; value?: unknown; start: number };
    if (type === 'ImportDeclaration') return;
    if ((type === 'JSXText' || type === 'Literal') && typeof value === 'string') add(value, start);
    if (type === 'TemplateElement') add((value as { cooked: string }).cooked, start);
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(program);
  return found;
}

/** Lines of a document, without code. */
export function linesOf(markdown: string): Sentence[] {
  const code = /```[\s\S]*?```|`[^`\n]*`/g;
  const prose = markdown.replace(code, (text) => text.replace(/[^\n]/g, ' '));
  return prose.split('\n').map((text, at) => ({ text, line: at + 1 }));
}

const sourceFolders = ['src/ui', 'src/features', 'src/app', 'src/run', 'src/lab', 'src/measures'];
const documents = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md'];

function read(): { readonly file: string; readonly sentences: readonly Sentence[] }[] {
  const sources = sourceFolders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => /\.tsx?$/.test(file) && !isForTests(file) && statSync(file).isFile());
  const papers = [...documents, ...readdirSync('docs').map((file) => join('docs', file))];
  return [
    ...sources.map((file) => ({ file, sentences: sentencesOf(file, readFileSync(file, 'utf8')) })),
    ...papers
      // The model card's sentences are in src/measures; its tables name styles of handwriting.
      .filter((file) => file.endsWith('.md') && !file.endsWith('model-card.md'))
      .map((file) => ({ file, sentences: linesOf(readFileSync(file, 'utf8')) })),
  ];
}

function main() {
  const files = read();
  const problems = files.flatMap(({ file, sentences }) =>
    sentences.flatMap(({ text, line }) =>
      habitsIn(text).map(({ phrase, instead }) => `${file}:${line}: “${phrase}”, better: ${instead}`),
    ),
  );
  for (const problem of problems) console.error(problem);
  const count = files.reduce((sum, { sentences }) => sum + sentences.length, 0);
  console.log(`words: ${count} sentences in ${files.length} files read, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
