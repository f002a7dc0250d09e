/**
 * The language of the page. Sentences stand in English beside what shows them, marked by `t`, `tx` or `plural`; the
 * catalogue of another language holds them by the English ones. `tools/check-language.ts` finds what a catalogue
 * lacks, and what is not marked.
 */

export const languages = {
  en: { name: 'English', locale: 'en-GB' },
  de: { name: 'Deutsch', locale: 'de-DE' },
} as const;

export type Language = keyof typeof languages;

export const languageCodes = Object.keys(languages) as readonly Language[];

/** English sentence to translated one; `{0}`, `{1}` are the places of values. */
type Catalogue = Readonly<Record<string, string>>;

const catalogueAddresses: Readonly<Partial<Record<string, () => URL>>> = {
  de: () => new URL('./de.json', import.meta.url),
};

// Whoever imports this waits for it, so that sentences outside of functions are translated, too.
const catalogue = await readCatalogue(asked());

/** What the page speaks: English where it asks for a language whose catalogue does not load. */
export const language: Language = catalogue?.code ?? 'en';

/** A language tag that Intl knows; what a browser calls itself may be none ("en-US@posix"). */
export const { locale } = languages[language];

/** public/first.js has chosen by the address, by what was chosen before, or by the browser; a worker's name says it. */
function asked(): string {
  if (typeof document !== 'undefined') return document.documentElement.lang;
  return (globalThis as { readonly name?: string }).name?.split(separator)[1] ?? 'en';
}

const separator = ' in ';

/** The name of a worker that speaks the page's language. */
export function workerName(name: string): string {
  return `${name}${separator}${language}`;
}

async function readCatalogue(
  code: string,
): Promise<{ readonly code: Language; readonly sentences: Catalogue } | null> {
  const address = catalogueAddresses[code]?.();
  if (!address) return null;
  try {
    return { code: code as Language, sentences: await (await fetch(address)).json() };
  } catch {
    if (typeof document !== 'undefined') document.documentElement.lang = 'en';
    return null;
  }
}

/** The key of a sentence: `Map ${3} of ${16}` is "Map {0} of {1}". */
function keyOf(parts: TemplateStringsArray): string {
  return parts.reduce((key, part, at) => `${key}{${at - 1}}${part}`);
}

/** A sentence in the page's language, as text: t`Map ${index} of ${count}`. */
export function t(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return pieces(parts, values).join('');
}

/**
 * A sentence in the page's language by its number: plural(count)`${count} digit | ${count} digits`. English has the
 * forms "one" and "other"; the catalogue has those of its language, in the order of the Unicode plural categories
 * (zero, one, two, few, many, other; https://cldr.unicode.org/index/cldr-spec/plural-rules).
 */
export function plural(count: number): typeof t {
  return (parts, ...values) => {
    const forms = translated(parts).split(' | ');
    const categories = order.filter((category) =>
      rules.resolvedOptions().pluralCategories.includes(category),
    );
    const form = forms[categories.indexOf(rules.select(count))] ?? forms.at(-1) ?? '';
    return filled(form, values).join('');
  };
}

const order: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];
const rules = new Intl.PluralRules(locale);

/** The parts of a sentence in the page's language, values among them. */
export function pieces<Value>(parts: TemplateStringsArray, values: readonly Value[]): (string | Value)[] {
  return filled(translated(parts), values);
}

function translated(parts: TemplateStringsArray): string {
  const key = keyOf(parts);
  return catalogue?.sentences[key] ?? key;
}

function filled<Value>(sentence: string, values: readonly Value[]): (string | Value)[] {
  return sentence
    .split(/\{(\d+)\}/)
    .map((piece, at) => (at % 2 === 1 ? (values[Number(piece)] as Value) : piece));
}
