import { formatFixed, localised } from './format.ts';

/** Numbers of any size, as the page shows them. The first page needs none of these. */

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

/** 11594722 -> "11.6 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes}\u202fB`;
  if (bytes < 1e6) return `${formatFixed(bytes / 1e3, 1)}\u202fkB`;
  if (bytes < 1e9) return `${formatFixed(bytes / 1e6, 1)}\u202fMB`;
  return `${formatFixed(bytes / 1e9, 2)}\u202fGB`;
}
