import type { Answer } from '../../../digits/answer-rules.ts';
import { candidatesOf } from '../../../digits/candidates.ts';
import type { WhatIfWay } from '../../../explain/changed-drawing.ts';
import {
  type WhatIfChange,
  type WhatIfId,
  type WhatIfValues,
  whatIfChanges,
} from '../../../explain/what-if.ts';
import { formatPercent } from '../../../lib/format.ts';
import { candidatesText } from '../../../ui/answer/words.ts';

const thinSpace = '\u202f';
const minus = '\u2212';

/** 1 -> "1 pixel", 30 -> "30 degrees", 60 -> "60 %". */
function amountText(value: number, unit: string): string {
  if (unit === 'per cent') return `${value}${thinSpace}%`;
  return `${value} ${value === 1 ? unit.slice(0, -1) : unit}`;
}

/** Short enough to stand beside a slider: "−30°", "1.5 px", "60 %". */
export function shortValue({ unit }: WhatIfChange, value: number): string {
  const number = value < 0 ? `${minus}${-value}` : `${value}`;
  if (unit === 'degrees') return `${number}°`;
  return `${number}${thinSpace}${unit === 'per cent' ? '%' : 'px'}`;
}

const texts: Readonly<Record<WhatIfId, (amount: string, negative: boolean) => string>> = {
  right: (amount, negative) => `moved ${negative ? 'left' : 'right'} by ${amount}`,
  down: (amount, negative) => `moved ${negative ? 'up' : 'down'} by ${amount}`,
  turn: (amount, negative) => `turned by ${amount}${negative ? ' anticlockwise' : ''}`,
  size: (amount) => `at ${amount} of its size`,
  slant: (amount, negative) => `slanted by ${amount} to the ${negative ? 'left' : 'right'}`,
  line: (amount, negative) => `with a line ${amount} ${negative ? 'thinner' : 'thicker'} on each side`,
  blur: (amount) => `blurred by ${amount}`,
  noise: (amount) => `with ${amount} noise`,
  invert: (amount) => `inverted by ${amount}`,
};

/** What one slider does at a value: "turned by 30 degrees"; "unchanged" where it is neutral. */
export function changeText({ id, unit, neutral }: WhatIfChange, value: number): string {
  return value === neutral ? 'unchanged' : texts[id](amountText(Math.abs(value), unit), value < 0);
}

/** What all sliders do: "Turned by 30 degrees, blurred by 1 pixel". */
export function changesText(values: WhatIfValues): string {
  const changed = whatIfChanges.filter(({ id, neutral }) => values[id] !== neutral);
  const text = changed.map((change) => changeText(change, values[change.id])).join(', ');
  return capital(text || 'unchanged');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "read as 4, 71.0 % sure", "read as no digit for sure, perhaps a 4 or a 9". */
export function readingText(answer: Answer): string {
  if (answer.kind === 'digit') return `read as ${answer.digit}, ${formatPercent(answer.confidence)} sure`;
  const candidates = candidatesOf(answer);
  return candidates ? `read as no digit for sure, perhaps ${candidatesText(candidates)}` : 'read as no digit';
}

/** A share, 0..1, at a value of a slider. */
export interface SharePoint {
  readonly value: number;
  readonly share: number;
}

/** The share at a stop of the slider, in words; a dash where it is not measured. */
export function shareText(points: readonly SharePoint[], value: number): string {
  const found = points.find((point) => point.value === value);
  return found ? formatPercent(found.share) : '–';
}

/** What the choice of the moment means, in a sentence or two. */
export function momentHint(
  { moment, straight }: Pick<WhatIfWay, 'moment' | 'straight'>,
  id: WhatIfId,
): string {
  if (straight)
    return 'The paper is scaled straight to 28 × 28 pixels: no crop, no box, no centring. A network that learned from normalised digits cannot cope with that.';
  if (moment === 'before' && id === 'line')
    return 'You change the brush. Every stroke is drawn again at one width, so that changes nothing; test digits are pictures and keep their lines.';
  return moment === 'before'
    ? 'You change the ink on the paper. Then it is cropped, scaled to 20 × 20 and centred, as MNIST was: that undoes changes of size and place, but not of rotation.'
    : 'You change the 28 × 28 digit itself, and nothing corrects it, so the network sees the whole change.';
}
