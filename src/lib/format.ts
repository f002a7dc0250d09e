import { locale, t } from '../language/language.ts';

/** Numbers as the page shows them: fixed decimals, so that nothing moves while they change. */

const thinSpace = '\u202f';
const counts = new Intl.NumberFormat(locale);
/** Between the units and the decimals: a comma in German. */
const decimalMark = counts.formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';

/** A number that JavaScript has written, with the decimal mark of the page's language: "0.5" -> "0,5" in German. */
export function localised(text: string): string {
  return text.replace('.', decimalMark);
}

/** 2.345, 1 -> "2.3"; with a real minus, and what is rounded to nothing has no sign: -0.5 -> "−0.5". */
export function formatFixed(value: number, decimals: number): string {
  const size = Math.abs(value).toFixed(decimals);
  return localised(value < 0 && Number(size) > 0 ? `\u2212${size}` : size);
}

/** 0.9834 -> "98.3 %". Never rounds something short of certain up to "100.0 %", nor a trace down to "0.0 %". */
export function formatPercent(share: number, decimals = 1): string {
  const smallest = 10 ** -decimals;
  const percent = share * 100;
  if (percent > 0 && percent < smallest / 2)
    return `<${thinSpace}${formatFixed(smallest, decimals)}${thinSpace}%`;
  if (percent < 100 && percent > 100 - smallest / 2) {
    return `>${thinSpace}${formatFixed(100 - smallest, decimals)}${thinSpace}%`;
  }
  return `${formatFixed(percent, decimals)}${thinSpace}%`;
}

/** 6.2345 -> "6.2 ms"; below 1 ms two decimals. */
export function formatMs(ms: number): string {
  return `${formatFixed(ms, ms < 1 ? 2 : 1)}${thinSpace}ms`;
}

/** 246824 -> "246,824". */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** Three decimals: -0.5 -> "−0.500". */
export function formatValue(value: number): string {
  return formatFixed(value, 3);
}

/** 7 -> "a 7", 8 -> "an 8". */
export function withArticle(digit: number): string {
  return digit === 8 ? t`an ${digit}` : t`a ${digit}`;
}
