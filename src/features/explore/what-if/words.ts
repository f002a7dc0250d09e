import type { Answer } from '../../../digits/answer-rules.ts';
import { candidatesOf } from '../../../digits/candidates.ts';
import type { WhatIfWay } from '../../../explain/changed-drawing.ts';
import {
  type WhatIfChange,
  type WhatIfId,
  type WhatIfUnit,
  type WhatIfValues,
  whatIfChanges,
} from '../../../explain/what-if.ts';
import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { formatExact, formatPercent } from '../../../lib/format.ts';
import { formatList } from '../../../lib/format-words.ts';
import { candidatesText } from '../../../ui/answer/words.ts';

const thinSpace = '\u202f';
const minus = '\u2212';

/** 1 -> "1 pixel", 30 -> "30 degrees", 60 -> "60 %". */
function amountText(value: number, unit: WhatIfUnit): string {
  const number = formatExact(value);
  if (unit === 'per cent') return `${number}${thinSpace}%`;
  return unit === 'pixels'
    ? plural(value)`${number} pixel | ${number} pixels`
    : plural(value)`${number} degree | ${number} degrees`;
}

export function unitText(unit: WhatIfUnit): string {
  if (unit === 'per cent') return t`per cent`;
  return unit === 'pixels' ? t`pixels` : t`degrees`;
}

/** Short enough to stand beside a slider: "−30°", "1.5 px", "60 %". */
export function shortValue({ unit }: WhatIfChange, value: number): string {
  const size = formatExact(Math.abs(value));
  const number = value < 0 ? `${minus}${size}` : size;
  if (unit === 'degrees') return `${number}°`;
  return `${number}${thinSpace}${unit === 'per cent' ? '%' : 'px'}`;
}

const texts: Readonly<Record<WhatIfId, (amount: string, negative: boolean) => string>> = {
  right: (amount, negative) => (negative ? t`moved left by ${amount}` : t`moved right by ${amount}`),
  down: (amount, negative) => (negative ? t`moved up by ${amount}` : t`moved down by ${amount}`),
  turn: (amount, negative) => (negative ? t`turned by ${amount} anticlockwise` : t`turned by ${amount}`),
  size: (amount) => t`at ${amount} of its size`,
  slant: (amount, negative) =>
    negative ? t`slanted by ${amount} to the left` : t`slanted by ${amount} to the right`,
  line: (amount, negative) =>
    negative ? t`with a line ${amount} thinner on each side` : t`with a line ${amount} thicker on each side`,
  blur: (amount) => t`blurred by ${amount}`,
  noise: (amount) => t`with ${amount} noise`,
  invert: (amount) => t`inverted by ${amount}`,
};

/** What one slider does at a value: "turned by 30 degrees"; "unchanged" where it is neutral. */
export function changeText({ id, unit, neutral }: WhatIfChange, value: number): string {
  return value === neutral ? t`unchanged` : texts[id](amountText(Math.abs(value), unit), value < 0);
}

/** What all sliders do: "Turned by 30 degrees and blurred by 1 pixel". */
export function changesText(values: WhatIfValues): string {
  const changed = whatIfChanges.filter(({ id, neutral }) => values[id] !== neutral);
  return capital(formatList(changed.map((change) => changeText(change, values[change.id]))) || t`unchanged`);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "Unchanged, it is read as 4, 71.0 % sure." @param how what has been changed: see `changesText` */
export function readingText(how: string, answer: Answer): string {
  if (answer.kind === 'digit')
    return t`${how}, it is read as ${answer.digit}, ${formatPercent(answer.confidence)} sure.`;
  const candidates = candidatesOf(answer);
  return candidates
    ? t`${how}, it is read as no digit for sure, perhaps ${candidatesText(candidates)}.`
    : t`${how}, it is read as no digit.`;
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
    return t`The paper is scaled straight to 28 × 28 pixels: no crop, no box, no centring. A network that learned from normalised digits cannot cope with that.`;
  if (moment === 'before' && id === 'line')
    return t`You change the brush. Every stroke is drawn again at one width, so that changes nothing; test digits are pictures and keep their lines.`;
  return moment === 'before'
    ? t`You change the ink on the paper. Then it is cropped, scaled to 20 × 20 and centred, as MNIST was: that undoes changes of size and place, but not of rotation.`
    : t`You change the 28 × 28 digit itself, and nothing corrects it, so the network sees the whole change.`;
}
