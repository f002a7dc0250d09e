import { Suspense, useRef } from 'react';
import { t } from '../../../language/language.ts';
import { loadable } from '../../../ui/part/loadable.ts';
import styles from './normalisation-strip.module.css';
import type { StripInkProps } from './strip-ink.tsx';

const StripInk = loadable(async () => (await import('./strip-ink.tsx')).StripInk);

/** `side`: canvas pixels. Rasters have their own, for the style sheet to enlarge; ink is painted as it is shown, or finer. */
const stages = () => [
  { name: t`Ink`, note: t`as drawn`, side: 192 },
  { name: t`Crop`, note: t`to the ink`, side: 192 },
  { name: '20 × 20', note: t`longest side`, side: 20 },
  { name: '28 × 28', note: t`by mass`, side: 28 },
  { name: '32 × 32', note: t`padded`, side: 32 },
];

/** What the network is given: every step from the ink to its 32 x 32 input (MNIST's own recipe). */
export function NormalisationStrip(props: Omit<StripInkProps, 'strip'>) {
  const strip = useRef<HTMLOListElement>(null);
  return (
    <>
      <ol className={styles.strip} ref={strip} aria-label={t`What the network is given, step by step`}>
        {stages().map(({ name, note, side }, index) => (
          <li key={name} className={styles.stage}>
            <div className={styles.field} data-stage={index}>
              <canvas
                className={styles.canvas}
                data-testid={`stage-${index}`}
                role="img"
                aria-label={`${name}: ${note}`}
                width={side}
                height={side}
              />
            </div>
            <span className={styles.name}>{name}</span>
            <span className={styles.note}>{note}</span>
          </li>
        ))}
      </ol>
      <Suspense fallback={null}>
        <StripInk strip={strip} {...props} />
      </Suspense>
    </>
  );
}
