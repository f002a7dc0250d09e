import type { ReactNode } from 'react';
import { useCallback, useMemo, useState } from 'react';
import { changedDigit } from '../../../explain/changed-digit.ts';
import { neutralValues } from '../../../explain/what-if.ts';
import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { formatPercent } from '../../../lib/format.ts';
import { largest } from '../../../lib/lists.ts';
import { Slider } from '../../../ui/controls/slider.tsx';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { exploreAddress } from '../../../ui/explore-address.ts';
import { tx } from '../../../ui/page/tx.ts';
import { useNewest } from '../use-newest.ts';
import styles from './instruments.module.css';
import type { TourParts } from './tour-parts.ts';

const reach = 10;

/** The reader's digit, moved within its 28 x 28 pixels, and what it is read as there. */
export function MoveInstrument({
  explainer,
  network,
  reading,
}: Pick<TourParts, 'explainer' | 'network' | 'reading'>) {
  const [rows, setRows] = useState(0);
  const digit = reading?.normalisation?.digit ?? null;
  const question = useMemo(
    () =>
      digit && network
        ? { parameters: network.parameters, moved: changedDigit(digit, { ...neutralValues, down: rows }) }
        : null,
    [digit, network, rows],
  );
  const ask = useCallback(
    (asked: NonNullable<typeof question>) => explainer.classify(asked.parameters, asked.moved),
    [explainer],
  );
  const answered = useNewest(question, ask);
  const shares = answered && 'answer' in answered ? answered.answer : null;
  const read = shares ? shares.indexOf(largest(shares)) : null;
  if (!question) return <p className={styles.words}>{t`Draw a digit first.`}</p>;
  return (
    <div className={styles.move}>
      <span className={styles.picture}>
        <DigitPicture digit={question.moved} label={t`What the network is given`} />
      </span>
      <div className={styles.moved}>
        <p className={styles.caption} aria-hidden="true">
          {t`Move up or down`}
        </p>
        <Slider
          label={t`Move down, in pixels`}
          min={-reach}
          max={reach}
          step={1}
          value={rows}
          onChange={setRows}
          valueText={pixelsText(rows)}
        />
        <p data-testid="moved-answer">
          {read !== null && shares ? movedAnswer(rows, read, shares[read] ?? 0) : '\u00a0'}
        </p>
        <p>
          <a href={exploreAddress({ tool: 'why' })}>{t`Ask why, and see the smallest change`}</a>
        </p>
      </div>
    </div>
  );
}

function pixelsText(count: number): string {
  return plural(Math.abs(count))`${count} pixel | ${count} pixels`;
}

/** "3 pixels further down it is read as 4, 98.3 % sure." */
function movedAnswer(rows: number, digit: number, share: number): ReactNode {
  const read = <b translate="no">{digit}</b>;
  const sure = formatPercent(share);
  if (rows === 0) return tx`In its place it is read as ${read}, ${sure} sure.`;
  const pixels = pixelsText(Math.abs(rows));
  return rows > 0
    ? tx`${pixels} further down it is read as ${read}, ${sure} sure.`
    : tx`${pixels} further up it is read as ${read}, ${sure} sure.`;
}
