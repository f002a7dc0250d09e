import type { ExcitedDigit } from '../../../explain/looks-for.ts';
import { t } from '../../../language/language.ts';
import type { Layer } from '../../../network/architecture.ts';
import styles from './digit-tiles.module.css';
import { FramedDigit } from './framed-digit.tsx';
import { PatchPicture } from './patch-picture.tsx';
import { exactText } from './words.ts';

interface DigitTilesProps {
  readonly title: string;
  readonly layer: Layer;
  /** Null keeps the room of nine. */
  readonly digits: readonly ExcitedDigit[] | null;
}

const places = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** Nine digits with what a target makes of them; for maps, with the patch that its strongest unit sees. */
export function DigitTiles({ title, layer, digits }: DigitTilesProps) {
  const patches = layer.kind !== 'dense';
  return (
    <section className={styles.part} aria-label={title}>
      <h3>{title}</h3>
      <ul className={styles.tiles} data-patches={patches}>
        {places.map((place) => {
          const excited = digits?.[place];
          return (
            <li key={place}>
              <span className={styles.pictures}>
                <FramedDigit digit={excited?.digit ?? null} field={excited?.field ?? null} />
                {patches &&
                  (excited?.field ? (
                    <PatchPicture digit={excited.digit} field={excited.field} />
                  ) : (
                    <span className={styles.patch} />
                  ))}
              </span>
              <span className={styles.caption}>
                <b>{excited?.label ?? '\u00a0'}</b>
                {excited && <span translate="no">{exactText(layer, excited.value)}</span>}
                {excited?.field && <span className="visually-hidden">{fieldText(excited.field)}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Where in the padded input the patch is. */
function fieldText({ rowFrom, rowTo, columnFrom, columnTo }: NonNullable<ExcitedDigit['field']>): string {
  return t`in rows ${rowFrom} to ${rowTo - 1}, columns ${columnFrom} to ${columnTo - 1} of the input`;
}
