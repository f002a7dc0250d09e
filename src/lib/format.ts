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

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 0.000000000085 -> "8.5×10⁻¹¹": what is too small or too large to be written out. */
export function formatPower(value: number, decimals = 1): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(decimals).split('e');
  const digits = [...exponent.replace(/[+-]/, '')].map((digit) => raised[Number(digit)]).join('');
  return `${localised(mantissa.replace('-', '\u2212'))}×10${exponent.startsWith('-') ? '⁻' : ''}${digits}`;
}

/** With digits that count, from 0.0001 on written out: 0.0123 -> "0.0123", 0.00000123 -> "1.2×10⁻⁶". */
export function formatDigits(value: number, digits: number, most = 100): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size < 1e-4 || size >= most ? formatPower(value) : localised(value.toPrecision(digits));
}

/** A number that a person chose, as short as it is: 0.05 -> "0.05", 0.00001 -> "10⁻⁵". */
export function formatExact(value: number): string {
  if (value === 0 || Math.abs(value) >= 1e-4) return localised(String(value));
  const decimals = value.toExponential().split('e')[0]?.split('.')[1]?.length ?? 0;
  return formatPower(value, decimals).replace(/^1×/, '');
}

/** 7 -> "a 7", 8 -> "an 8". */
export function withArticle(digit: number): string {
  return digit === 8 ? t`an ${digit}` : t`a ${digit}`;
}
