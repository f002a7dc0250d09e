/** Numbers as the page shows them: fixed decimals, so that nothing moves while they change. */

const thinSpace = '\u202f';

/** 0.9834 -> "98.3 %". Never rounds something short of certain up to "100.0 %", nor a trace down to "0.0 %". */
export function formatPercent(share: number, decimals = 1): string {
  const smallest = 10 ** -decimals;
  const percent = share * 100;
  if (percent > 0 && percent < smallest / 2) return `<${thinSpace}${smallest.toFixed(decimals)}${thinSpace}%`;
  if (percent < 100 && percent > 100 - smallest / 2) {
    return `>${thinSpace}${(100 - smallest).toFixed(decimals)}${thinSpace}%`;
  }
  return `${percent.toFixed(decimals)}${thinSpace}%`;
}

/** 6.2345 -> "6.2 ms"; below 1 ms two decimals. */
export function formatMs(ms: number): string {
  return `${ms.toFixed(ms < 1 ? 2 : 1)}${thinSpace}ms`;
}

/** 246824 -> "246,824". */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB');
}

/** Signed, three decimals, with a real minus: -0.5 -> "−0.500". */
export function formatValue(value: number): string {
  return `${value < 0 ? '\u2212' : ''}${Math.abs(value).toFixed(3)}`;
}

/** 7 -> "a 7", 8 -> "an 8". */
export function withArticle(digit: number): string {
  return `${digit === 8 ? 'an' : 'a'} ${digit}`;
}

/** "distortion.rotationDeg" -> "Distortion, rotation deg". */
export function nameInWords(name: string): string {
  const words = name
    .replaceAll('.', ', ')
    .replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
