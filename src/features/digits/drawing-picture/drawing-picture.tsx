import { useMemo } from 'react';
import { type Drawing, paperSize } from '../../../digits/drawing/drawing.ts';
import { inkPath } from '../../../digits/drawing/ink-path.ts';
import { inkCanvas } from '../../../ui/draw-pad/paint-drawing.ts';
import styles from './drawing-picture.module.css';

/** Paper around the ink. */
const margin = 0.12;
/** Smaller ink is not shown larger than so much of it: a dot stays a dot. */
const leastSide = paperSize / 8;

/** A drawing as large as it is given room, cropped to its ink, in the colour of the text around it. */
export function DrawingPicture({ drawing }: { readonly drawing: Drawing }) {
  const { strokes, picture } = drawing;
  const path = useMemo(
    () => strokes.map((stroke) => ({ d: inkPath([stroke]), width: stroke.width })),
    [strokes],
  );
  const field = useMemo(() => fieldOf(drawing), [drawing]);
  // As a mask, so that it takes the colour of the theme.
  const mask = useMemo(() => picture && `url(${inkCanvas(picture, '#000').toDataURL()})`, [picture]);
  return (
    <svg className={styles.picture} viewBox={field} aria-hidden="true">
      {mask && (
        <foreignObject width={paperSize} height={paperSize}>
          <div className={styles.ink} style={{ maskImage: mask }} />
        </foreignObject>
      )}
      {path.map(({ d, width }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: strokes have no other name, and never change
        <path key={at} d={d} strokeWidth={width} />
      ))}
    </svg>
  );
}

/** The square around the ink; all of the paper where a picture lies on it. */
function fieldOf({ strokes, picture }: Drawing): string {
  if (picture) return `0 0 ${paperSize} ${paperSize}`;
  let [left, top, right, bottom] = [paperSize, paperSize, 0, 0];
  for (const { points, width } of strokes) {
    for (const { x, y } of points) {
      left = Math.min(left, x - width / 2);
      top = Math.min(top, y - width / 2);
      right = Math.max(right, x + width / 2);
      bottom = Math.max(bottom, y + width / 2);
    }
  }
  const side = Math.max(leastSide, right - left, bottom - top) * (1 + 2 * margin);
  return [(left + right - side) / 2, (top + bottom - side) / 2, side, side].map(Math.round).join(' ');
}
