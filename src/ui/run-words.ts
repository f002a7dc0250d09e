import { locale, t } from '../language/language.ts';
import { formatCount, withArticle } from '../lib/format.ts';
import { formatDigits } from '../lib/format-sizes.ts';
import type { Loss } from '../network/architecture.ts';
import type { RunState } from '../run/contract.ts';

const narrowSpace = '\u202f';

export const stateWords: Readonly<Record<RunState, string>> = {
  idle: t`Ready`,
  preparing: t`Preparing`,
  running: t`Training`,
  paused: t`Paused`,
  finished: t`Finished`,
  failed: t`Failed`,
};

/** What the curve of the loss counts. */
export const lossWords: Readonly<Record<Loss['kind'], string>> = {
  'cross-entropy': t`cross-entropy, nats`,
  'maximum-a-posteriori': t`maximum a posteriori, nats`,
};

/** Two units at most: 48 -> "48 s", 200 -> "3 min 20 s", 3900 -> "1 h 05 min". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const padded = (value: number) => String(value).padStart(2, '0');
  if (whole < 60) return `${whole}${narrowSpace}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}${narrowSpace}min ${padded(whole % 60)}${narrowSpace}s`;
  return `${Math.floor(minutes / 60)}${narrowSpace}h ${padded(minutes % 60)}${narrowSpace}min`;
}

/** The time of day, and the day where it is not today: "14:02", "3 May, 14:02". */
export function formatMoment(at: number, now = Date.now()): string {
  const [then, today] = [new Date(at), new Date(now)];
  const time = then.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  if (then.toDateString() === today.toDateString()) return time;
  return `${then.toLocaleDateString(locale, { day: 'numeric', month: 'long' })}, ${time}`;
}

/** 1234, 8 -> "Test image 1,234, an 8". */
export function testImageWords(place: number, label: number): string {
  return t`Test image ${formatCount(place)}, ${withArticle(label)}`;
}

/** Two digits that count: 0.002 -> "0.0020", 0.00001234 -> "1.2×10⁻⁵". */
export function formatRate(rate: number): string {
  return formatDigits(rate, 2);
}

/** Three digits that count: 0.148, 0.0957, "1.2×10⁻⁵". */
export function formatLoss(loss: number): string {
  return formatDigits(loss, 3);
}
