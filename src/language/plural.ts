import { filled, locale, type t, translated } from './language.ts';

/**
 * A sentence in the page's language by its number: plural(count)`${count} digit | ${count} digits`. English has the
 * forms "one" and "other"; the catalogue has those of its language, in the order of the Unicode plural categories
 * (zero, one, two, few, many, other; https://cldr.unicode.org/index/cldr-spec/plural-rules).
 */
export function plural(count: number): typeof t {
  return (parts, ...values) => {
    const forms = translated(parts).split(' | ');
    const form = forms[categories.indexOf(rules.select(count))] ?? forms.at(-1) ?? '';
    return filled(form, values).join('');
  };
}

const order: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];
const rules = new Intl.PluralRules(locale);
const categories = order.filter((category) => rules.resolvedOptions().pluralCategories.includes(category));
