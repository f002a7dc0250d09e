import { fromMarkdown } from 'mdast-util-from-markdown';

interface FormatCode {
  /** As docs/formats.md calls it. */
  readonly format: string;
  readonly language: 'Python' | 'JavaScript';
  readonly code: string;
}

const languages: Readonly<Record<string, FormatCode['language']>> = { python: 'Python', js: 'JavaScript' };

/** The code that opens an exported network in other software: from the document's parts that name a format. */
export function formatsCode(markdown: string, formats: readonly string[]): FormatCode[] {
  const found: FormatCode[] = [];
  let format: string | undefined;
  for (const node of fromMarkdown(markdown).children) {
    if (node.type === 'heading') {
      const [title] = node.children;
      format = formats.find((name) => title?.type === 'text' && title.value === name);
    }
    const language = node.type === 'code' ? languages[node.lang ?? ''] : undefined;
    if (format !== undefined && language && node.type === 'code')
      found.push({ format, language, code: node.value });
  }
  return found;
}
