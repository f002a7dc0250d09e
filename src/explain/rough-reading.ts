import { networkLineWidth } from '../digits/raster/network-line-width.ts';
import type { Normalisation } from '../digits/raster/normalisation.ts';
import { boxSide, placeByCentreOfMass } from '../digits/raster/place.ts';
import { rasterise } from '../digits/raster/rasterise.ts';
import { type Edit, type Edited, onPaper, type Sheet } from './edits.ts';

/**
 * Roughly what the network sees of an edited picture: the edit is drawn into the picture's 20 x 20 box as it was.
 * That takes a hundredth of the time of normalising the edited picture, whose box and line width may change; so it
 * tells what to try, and never what to suggest.
 */
export function roughlyEdited(
  before: Normalisation,
  { eraserRadius }: Sheet,
  { erases, from, to }: Edit,
  { stroke }: Edited,
): Normalisation {
  const { crop, scale } = before;
  const line = Float64Array.from(
    (stroke?.points ?? [onPaper(from), onPaper(to)]).flatMap(({ x, y }) => [
      (x - crop.left - crop.width / 2) * scale + boxSide / 2,
      (y - crop.top - crop.height / 2) * scale + boxSide / 2,
    ]),
  );
  const width = erases ? 2 * eraserRadius * scale : networkLineWidth;
  const box20 = rasterise([line], width, boxSide, boxSide).map((covered, at) => {
    const ink = before.box20[at] as number;
    return erases ? Math.min(ink, 255 - covered) : Math.max(ink, covered);
  });
  return { ...before, box20, ...placeByCentreOfMass(box20) };
}
