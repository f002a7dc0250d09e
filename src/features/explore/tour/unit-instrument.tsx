import { useState } from 'react';
import { t } from '../../../language/language.ts';
import type { Unit } from '../../../network/unit.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { ArithmeticTool } from '../arithmetic/arithmetic-tool.tsx';
import type { TourParts } from './tour-parts.ts';

interface UnitInstrumentProps extends Pick<TourParts, 'figure' | 'theme' | 'network' | 'reading'> {
  readonly first: Unit;
}

/** The arithmetic of a chapter's layer; a unit that is chosen in it may be of another. */
export function UnitInstrument({ figure, theme, network, reading, first }: UnitInstrumentProps) {
  const [unit, setUnit] = useState(first);
  return (
    <>
      {unit.layer !== first.layer && (
        <Button onClick={() => setUnit(first)}>{t`Back to ${first.layer}`}</Button>
      )}
      <ArithmeticTool
        figure={figure}
        theme={theme}
        parameters={network?.parameters ?? null}
        unit={unit}
        onUnit={setUnit}
        answered={reading?.answer.kind === 'digit'}
      />
    </>
  );
}
