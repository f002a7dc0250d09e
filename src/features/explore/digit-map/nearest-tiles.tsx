import type { DigitMap } from '../../../explain/digit-map.ts';
import { t } from '../../../language/language.ts';
import { formatFixed } from '../../../lib/format.ts';
import { digitText, pictureOf } from '../../../ui/digit-map/pointed-digit.tsx';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { type Drawn, namedNeighbours } from './drawn-among.ts';
import styles from './nearest-tiles.module.css';

interface NearestTilesProps {
  readonly map: DigitMap | null;
  readonly drawn: Drawn | null;
  /** Shows where one lies; null shows none. */
  readonly onPoint: (digit: number | null) => void;
  /** Goes to one in the map. */
  readonly onGoTo: (digit: number) => void;
}

const ranks = Array.from({ length: namedNeighbours }, (_, rank) => rank);

/** The digits that are nearest to the drawing, nearest first; each leads to its place in the map. */
export function NearestTiles({ map, drawn, onPoint, onGoTo }: NearestTilesProps) {
  return (
    <ol className={styles.tiles} aria-label={t`Nearest test digits`}>
      {ranks.map((rank) => {
        const neighbour = map && drawn?.neighbours[rank];
        return (
          <li key={rank}>
            <button
              type="button"
              className={styles.tile}
              disabled={!neighbour}
              onClick={() => neighbour && onGoTo(neighbour.index)}
              onFocus={() => neighbour && onPoint(neighbour.index)}
              onBlur={() => onPoint(null)}
              onPointerEnter={() => neighbour && onPoint(neighbour.index)}
              onPointerLeave={() => onPoint(null)}
            >
              <span className="visually-hidden">
                {neighbour
                  ? t`${digitText(map, neighbour.index)}, distance ${formatFixed(neighbour.distance, 2)}: show it in the map`
                  : t`No digit yet`}
              </span>
              <DigitPicture digit={neighbour ? pictureOf(map, neighbour.index) : null} />
              <span className={styles.caption} aria-hidden="true">
                <b>{neighbour ? map.digits.labels[neighbour.index] : '\u00a0'}</b>
                <span translate="no">{neighbour && formatFixed(neighbour.distance, 2)}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
