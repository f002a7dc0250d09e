import { useEffect, useRef, useState } from 'react';
import { layerNamed } from '../../../network/architecture.ts';
import type { Unit } from '../../../network/unit.ts';
import type { Theme } from '../../../pictures/colour-scales.ts';
import { LargeMap } from '../../../ui/network/large-map.tsx';
import type { LiveFigure } from '../../../ui/network/live-figure.ts';
import { unitText, valueText } from '../../../ui/network/words.ts';
import { writeText } from '../../../ui/network/write-text.ts';
import styles from './instruments.module.css';

interface PixelsInstrumentProps {
  readonly figure: LiveFigure;
  readonly theme: Theme;
}

/** The 32 x 32 numbers that the network is given, each told when it is pointed at. */
export function PixelsInstrument({ figure, theme }: PixelsInstrumentProps) {
  const [unit, setUnit] = useState<Unit>({ layer: 'Input', map: 0, row: 15, column: 15 });
  const [pointed, setPointed] = useState<Unit | null>(null);
  const cursor = pointed ?? unit;
  const value = useRef<HTMLElement>(null);
  useEffect(
    () => figure.onPainted(() => writeText(value.current, valueText(figure, cursor))),
    [figure, cursor],
  );
  return (
    <div className={styles.pixels}>
      <LargeMap
        figure={figure}
        theme={theme}
        unit={unit}
        cursor={cursor}
        cell={9}
        room={288}
        answered
        onPoint={setPointed}
        onMove={setUnit}
      />
      <p className={styles.value}>
        {unitText(layerNamed(figure.architecture, 'Input'), cursor)}: <b ref={value} translate="no" />
      </p>
    </div>
  );
}
