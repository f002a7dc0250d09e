import { type ReactNode, useMemo } from 'react';
import type { Drawing } from '../../../digits/drawing/drawing.ts';
import type { Normalisation } from '../../../digits/raster/normalisation.ts';
import type { Pair } from '../../../explain/pair.ts';
import type { InkReasons } from '../../../lab/explaining/contract.ts';
import { t } from '../../../language/language.ts';
import type { Theme } from '../../../pictures/colour-scales.ts';
import { inkField } from '../../../pictures/ink-field.ts';
import { ColouredInk } from './coloured-ink.tsx';
import styles from './ink-reasons.module.css';
import { partText, sumText } from './words.ts';

/** Reasons with the drawing that they are of: a newer one may be on the paper by now. */
export interface KnownReasons {
  readonly drawing: Drawing;
  readonly normalisation: Normalisation;
  readonly pair: Pair;
  readonly found: InkReasons;
}

interface InkReasonsProps {
  readonly pair: Pair;
  /** Null before there are any. */
  readonly known: KnownReasons | null;
  readonly theme: Theme;
}

/** Parts of the ink that are told in words. */
const toldParts = 3;

/** The ink in the colours of what it says, found in two ways. */
export function InkPictures({ pair, known, theme }: InkReasonsProps) {
  const fields = useMemo(() => {
    if (!known) return null;
    const { occlusion, integrated } = known.found;
    const { digit } = known.normalisation;
    return {
      occlusion: inkField(occlusion.pixels, digit, false),
      integrated: inkField(integrated.pixels, digit, true),
    };
  }, [known]);
  const picture = (name: string, field: Float32Array | undefined, words: ReactNode) => (
    <figure className={styles.method}>
      {known && field ? (
        <ColouredInk
          drawing={known.drawing}
          normalisation={known.normalisation}
          field={field}
          theme={theme}
          label={t`${name}: the ink in colours, what speaks for ${known.pair.digit} and what for ${known.pair.rival}`}
        />
      ) : (
        <span className={styles.room} />
      )}
      <figcaption>
        <b>{name}</b> {words}
      </figcaption>
    </figure>
  );
  return (
    <section className={styles.ink} aria-label={t`In the ink`}>
      <p className={styles.legend}>
        <span>{t`speaks for ${pair.digit}`}</span>
        <span className={styles.against}>{t`speaks for ${pair.rival}`}</span>
      </p>
      <div className={styles.pictures}>
        {picture(
          t`Hide it and look`,
          fields?.occlusion,
          t`Each patch of 5 × 5 pixels is covered in turn, and the lead measured again (occlusion).`,
        )}
        {picture(
          t`Along the way from blank paper`,
          fields?.integrated,
          <>
            {t`What each pixel adds while the ink fades in (integrated gradients).`}{' '}
            <span className={styles.residue} data-testid="residue">
              {known && sumText(known.found)}
            </span>
          </>,
        )}
      </div>
    </section>
  );
}

/** The parts of the ink that say most, in words. */
export function InkParts({ known }: Pick<InkReasonsProps, 'known'>) {
  const parts = known?.found.occlusion.parts ?? [];
  return (
    <ul className={styles.parts} data-testid="ink-parts">
      {known &&
        parts
          .toSorted((a, b) => Math.abs(b.fall) - Math.abs(a.fall))
          .slice(0, toldParts)
          .map(({ place, fall }) => <li key={place}>{partText(place, fall, known.pair)}</li>)}
    </ul>
  );
}
