/**
 * The language of the page. Sentences stand in English beside what shows them, marked by `t`, `tx` or `plural`; the
 * catalogue of another language holds them by the English ones. `tools/check-language.ts` finds what a catalogue
 * lacks, what is not marked, and what is marked where it would be read before the catalogue has loaded.
 */

export const languages = {
  en: { name: 'English', locale: 'en-GB' },
  de: { name: 'Deutsch', locale: 'de-DE' },
} as const;

export type Language = keyof typeof languages;

export const languageCodes = Object.keys(languages) as readonly Language[];

// Code that is neither for pages nor for workers imports this, too.
declare global {
  interface ImportMeta {
    url: string;
  }
}
declare class URL {
  constructor(path: string, base: string);
}

/** A page, a worker, or neither: a command. */
const scope = globalThis as {
  readonly document?: { readonly documentElement: { lang: string } };
  readonly name?: string;
  readonly fetch?: (address: never) => Promise<{ readonly json: () => Promise<unknown> }>;
};
const separator = ' in ';

/** English sentence to translated one; `{0}`, `{1}` are the places of values. */
type Catalogue = Readonly<Record<string, string>>;

const catalogueAddresses: Readonly<Partial<Record<Language, () => URL>>> = {
  de: () => new URL('./de.json', import.meta.url),
};

/** What the page speaks: public/first.js has chosen by the address, by an earlier choice, or by the browser. */
export const language: Language = languageOf(
  scope.document?.documentElement.lang ?? scope.name?.split(separator)[1],
);

function languageOf(code: string | undefined): Language {
  return languageCodes.find((known) => known === code) ?? 'en';
}

/** The name of a worker that speaks the page's language. */
export function workerName(name: string): string {
  return `${name}${separator}${language}`;
}

/** A language tag that Intl knows; what a browser calls itself may be none ("en-US@posix"). */
export const { locale } = languages[language];

let catalogue: Catalogue | null = null;

/**
 * Resolves when sentences are in the page's language; null where they are already, as English ones are. Until then,
 * and where the catalogue does not load, they are English.
 */
export const catalogueLoaded: Promise<void> | null = loadCatalogue();

function loadCatalogue(): Promise<void> | null {
  const address = catalogueAddresses[language];
  if (!address || !scope.fetch) return null;
  return scope
    .fetch(address() as never)
    .then((answer) => answer.json())
    .then(
      (sentences) => {
        catalogue = sentences as Catalogue;
      },
      () => {
        if (scope.document) scope.document.documentElement.lang = 'en';
      },
    );
}

/** The key of a sentence: `Map ${3} of ${16}` is "Map {0} of {1}". */
function keyOf(parts: TemplateStringsArray): string {
  return parts.reduce((key, part, at) => `${key}{${at - 1}}${part}`);
}

/** A sentence in the page's language, as text: t`Map ${index} of ${count}`. */
export function t(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return values.length === 0 ? translated(parts) : pieces(parts, values).join('');
}

/** The parts of a sentence in the page's language, values among them. */
export function pieces<Value>(parts: TemplateStringsArray, values: readonly Value[]): (string | Value)[] {
  return filled(translated(parts), values);
}

/** The sentence of the catalogue, or the English one. */
export function translated(parts: TemplateStringsArray): string {
  const key = keyOf(parts);
  return catalogue?.[key] ?? key;
}

/** A sentence with values in their places. */
export function filled<Value>(sentence: string, values: readonly Value[]): (string | Value)[] {
  return sentence
    .split(/\{(\d+)\}/)
    .map((piece, at) => (at % 2 === 1 ? (values[Number(piece)] as Value) : piece));
}
