import { t } from '../language/language.ts';
import { formatCount } from '../lib/format.ts';

/** What pages call the things that are stored under an English name. */

/** As runs and networks keep it, in whatever language. */
export const syntheticName = 'Synthetic handwriting';

const ownDigits = ' own digits with ';

/** As networks keep it: "12 own digits with MNIST". */
export function ownDigitsName(count: number, mixedWith: string): string {
  return `${count}${ownDigits}${mixedWith}`;
}

/** What a page calls data of this name. */
export function dataTitle(name: string): string {
  if (name === syntheticName) return t`Synthetic handwriting`;
  const [count = '', mixedWith] = name.split(ownDigits);
  if (mixedWith === undefined) return name;
  return mixedWith === syntheticName
    ? t`${count} own digits with synthetic handwriting`
    : t`${count} own digits with ${mixedWith}`;
}

/** What a page calls a network of this name: what the app named in English is in the page's language. */
export function networkTitle(name: string): string {
  if (/^(Built-in|(The )?[Ss]hipped) network$/.test(name)) return t`Built-in network`;
  if (name === 'My handwriting') return t`My handwriting`;
  const copied = /^Copy of (.+)$/.exec(name)?.[1];
  if (copied !== undefined) return t`Copy of ${networkTitle(copied)}`;
  const further = /^(.+), trained further$/.exec(name)?.[1];
  if (further !== undefined) return t`${networkTitle(further)}, trained further`;
  const [, before = '', data, seed = '', step = ''] =
    /^(.+, )?([^,]+), seed (\d+), step ([\d,]+)$/.exec(name) ?? [];
  if (data === undefined) return name;
  return before + t`${dataTitle(data)}, seed ${seed}, step ${formatCount(Number(step.replaceAll(',', '')))}`;
}
