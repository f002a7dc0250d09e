import { useEffect, useState } from 'react';
import type { Unit } from '../../network/unit.ts';
import type { LiveFigure } from './live-figure.ts';
import { spokenText } from './words.ts';

/** A cursor that moves on at once is not worth a word. */
const restMs = 150;

/**
 * Place and value for screen readers: spoken when another unit is looked at, not whenever its value
 * changes, or drawing would never be quiet.
 */
export function SpokenUnit({ figure, unit }: { readonly figure: LiveFigure; readonly unit: Unit | null }) {
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    if (!unit) return;
    const timer = setTimeout(() => setSpoken(spokenText(figure, unit)), restMs);
    return () => clearTimeout(timer);
  }, [figure, unit]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {spoken}
    </p>
  );
}
