import { useCallback, useMemo, useState } from 'react';
import { changedDigit } from '../../../explain/changed-digit.ts';
import { neutralValues } from '../../../explain/what-if.ts';
import { formatPercent } from '../../../lib/format.ts';
import { largest } from '../../../lib/lists.ts';
import { Slider } from '../../../ui/controls/slider.tsx';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { exploreAddress } from '../../../ui/explore-address.ts';
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
  if (!question) return <p className={styles.words}>Draw a digit first.</p>;
  return (
    <div className={styles.move}>
      <span className={styles.picture}>
        <DigitPicture digit={question.moved} label="What the network is given" />
      </span>
      <div className={styles.moved}>
        <p className={styles.caption} aria-hidden="true">
          Move up or down
        </p>
        <Slider
          label="Move down, in pixels"
          min={-reach}
          max={reach}
          step={1}
          value={rows}
          onChange={setRows}
          valueText={`${rows} pixels`}
        />
        <p data-testid="moved-answer">
          {rows === 0
            ? 'In its place'
            : `${Math.abs(rows)} ${Math.abs(rows) === 1 ? 'pixel' : 'pixels'} further ${rows > 0 ? 'down' : 'up'}`}
          {read !== null && shares && (
            <>
              {' '}
              it is read as <b translate="no">{read}</b>, {formatPercent(shares[read] ?? 0)} sure.
            </>
          )}
        </p>
        <p>
          <a href={exploreAddress({ tool: 'why' })}>Ask why, and see the smallest change</a>
        </p>
      </div>
    </div>
  );
}
