import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path/posix';
import { pathToFileURL } from 'node:url';
import { parseSync } from 'oxc-parser';
import { languageCodes, languages } from '../src/language/language.ts';
import { importsOf, isForTests, targetOf } from './modules.ts';

/**
 * Whether the page speaks every language it offers: each sentence that the code marks (`t`, `tx`, `plural` of
 * src/language) is in each catalogue with the same places for values, no catalogue has others, and the components show
 * no words that are not marked. `npm run check:language`; `-- --missing de` prints
 * what a catalogue lacks, as JSON, and `--only src/ui` looks at some folders.
 */

interface Marked {
  readonly key: string;
  readonly isPlural: boolean;
  /** Whether loading the file reads it: no function holds it back. */
  readonly isEager: boolean;
  readonly file: string;
  readonly line: number;
}

interface Words {
  readonly marked: readonly Marked[];
  /** Words of a component that no mark makes translatable. */
  readonly unmarked: readonly { readonly text: string; readonly line: number }[];
}

/** Attributes and properties of components whose text a person reads or hears. */
const spokenAttributes =
  /^(label|title|alt|placeholder|heading|hint|note|text|caption|unit|summary|legend|description|aria-(label|description|valuetext|roledescription))$/;

/** Names that are the same in every language, and letters that are no words. */
const names =
  /\b(LeNet(-5)?( Lab)?|MNIST|UNIPEN|TensorFlow\.js|WebGL|WebGPU|WebAssembly|JavaScript|Python|ONNX|safetensors|GitHub|PNG|SVG|URL|UMAP|ReLU|SGD|AdamW?|[CSF]\d|tanh|softmax)\b/g;

const hasWords = (text: string) => /\p{L}{2}/u.test(text.replace(names, ''));

export function wordsOf(file: string, source: string): Words {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: cannot be parsed: ${errors[0]?.message}`);
  const marked: Marked[] = [];
  const unmarked: { text: string; line: number }[] = [];
  const lineAt = (start: number) => source.slice(0, start).split('\n').length;
  const blame = (text: string, start: number) => {
    const plain = text.replace(/\s+/g, ' ').trim();
    if (hasWords(plain)) unmarked.push({ text: plain, line: lineAt(start) });
  };
  /** What an expression in a place that people read gives, where it is written out. */
  const blameText = (node: Node | null | undefined): void => {
    if (!node) return;
    if (node.type === 'Literal' && typeof node.value === 'string') blame(node.value, node.start);
    else if (node.type === 'TemplateLiteral') blame(node.quasis.map(cooked).join(' '), node.start);
    else if (node.type === 'ConditionalExpression') [node.consequent, node.alternate].forEach(blameText);
    else if (node.type === 'LogicalExpression') blameText(node.right);
    else if (node.type === 'JSXExpressionContainer') blameText(node.expression);
  };
  let depth = 0;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    if (node.type === 'TaggedTemplateExpression') {
      const mark = markOf(node.tag);
      if (mark)
        marked.push({
          key: keyOf(node.quasi.quasis.map(cooked)),
          isPlural: mark === 'plural',
          isEager: depth === 0,
          file,
          line: lineAt(node.start),
        });
    }
    if (node.type === 'JSXText') blame(node.value, node.start);
    if (node.type === 'JSXAttribute' && spokenAttributes.test(node.name.name)) blameText(node.value);
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      for (const child of node.children) if (child.type === 'JSXExpressionContainer') blameText(child);
    }
    const isFunction = /Function/.test(node.type);
    if (isFunction) depth += 1;
    for (const inner of Object.values(node)) visit(inner);
    if (isFunction) depth -= 1;
  };
  visit(program);
  return { marked, unmarked };
}

// biome-ignore lint/suspicious/noExplicitAny: a tree of a parser without types for walking it
type Node = any;

const cooked = (quasi: { readonly value: { readonly cooked: string } }) => quasi.value.cooked;

function keyOf(parts: readonly string[]): string {
  return parts.reduce((key, part, at) => `${key}{${at - 1}}${part}`);
}

function markOf(tag: Node): 't' | 'tx' | 'plural' | undefined {
  if (tag.type === 'Identifier' && (tag.name === 't' || tag.name === 'tx')) return tag.name;
  return tag.type === 'CallExpression' && tag.callee.name === 'plural' ? 'plural' : undefined;
}

/** What is wrong with one translated sentence, or undefined. */
export function fault(
  key: string,
  translation: string,
  isPlural: boolean,
  locale: string,
): string | undefined {
  const places = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort().join(' ');
  if (translation.trim() === '') return 'is empty';
  if (!isPlural) {
    const [expected, got] = [places(key), places(translation)];
    return expected === got ? undefined : `expected the places ${expected || 'none'}, got ${got || 'none'}`;
  }
  const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.length;
  const got = translation.split(' | ').length;
  return got === forms ? undefined : `expected ${forms} forms with “ | ” between them, got ${got}`;
}

function sourceFiles(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => join('src', file.replaceAll('\\', '/')))
    .filter((file) => /\.tsx?$/.test(file) && !isForTests(file) && statSync(file).isFile());
}

/** Files that are loaded before the catalogue is: those of the page's start, and those of workers. */
function earlyFiles(files: readonly string[]): ReadonlySet<string> {
  const early = new Set<string>();
  const add = (file: string) => {
    if (early.has(file) || !files.includes(file)) return;
    early.add(file);
    for (const { specifier, typeOnly, isLazy } of importsOf(file, readFileSync(file, 'utf8'))) {
      if (!typeOnly && !isLazy && specifier.startsWith('.')) add(targetOf({ from: file, specifier }));
    }
  };
  for (const file of files.filter((file) => /^src\/app\/main\.tsx$|worker\.ts$|wasm\/helper\.ts$/.test(file)))
    add(file);
  return early;
}

function catalogueOf(code: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(`src/language/${code}.json`, 'utf8'));
}

function main() {
  const only = process.argv.flatMap((word, at) => (process.argv[at - 1] === '--only' ? [word] : []));
  const isAsked = (file: string) => only.length === 0 || only.some((folder) => file.startsWith(folder));
  const files = sourceFiles().map((file) => ({ file, ...wordsOf(file, readFileSync(file, 'utf8')) }));
  const marked = new Map(files.flatMap((file) => file.marked).map((mark) => [mark.key, mark]));
  const asked = process.argv.indexOf('--missing');
  if (asked >= 0) {
    const has = catalogueOf(process.argv[asked + 1] ?? '');
    const lacks = [...marked.values()]
      .filter(({ key, file }) => !(key in has) && isAsked(file))
      .map(({ key }) => key);
    console.log(JSON.stringify(Object.fromEntries(lacks.map((key) => [key, ''])), null, 2));
    return;
  }
  const problems = files
    .filter(({ file }) => file.endsWith('.tsx') && isAsked(file))
    .flatMap(({ file, unmarked }) =>
      unmarked.map(({ text, line }) => `${file}:${line}: not marked for translation: “${text}”`),
    );
  const early = earlyFiles(files.map(({ file }) => file));
  for (const { key, isEager, file, line } of files.flatMap((file) => file.marked)) {
    if (isEager && early.has(file) && isAsked(file)) {
      problems.push(
        `${file}:${line}: “${key}” is read before the catalogue has loaded: move it into a function`,
      );
    }
  }
  for (const code of languageCodes.filter((code) => code !== 'en')) {
    const name = `${code}.json`;
    const catalogue = catalogueOf(code);
    for (const { key, isPlural, file, line } of marked.values()) {
      if (!isAsked(file)) continue;
      const translation = catalogue[key];
      if (translation === undefined) problems.push(`${name} lacks “${key}” of ${file}:${line}`);
      else {
        const wrong = fault(key, translation, isPlural, languages[code].locale);
        if (wrong) problems.push(`${name}: “${key}”: ${wrong}`);
      }
    }
    for (const key of Object.keys(catalogue)) {
      if (!marked.has(key) && only.length === 0) problems.push(`${name} has “${key}”, which nothing shows`);
    }
  }
  for (const problem of problems) console.error(problem);
  console.log(
    `language: ${marked.size} sentences in ${languageCodes.length} languages, ${problems.length} problems`,
  );
  process.exitCode = problems.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
