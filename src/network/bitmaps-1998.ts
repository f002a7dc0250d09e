/**
 * The ten digits as bitmaps of 7 x 12 pixels, as a printer of that time might have them: the fixed centres of the
 * output of LeNet-5 as of 1998. The paper has its own in figure 3; these are drawn after their kind, not copied.
 */
const drawn = `
..###..  ...##..  .#####.  .#####.  ....##.  #######  ..####.  #######  .#####.  .####..
.##.##.  ..###..  ##...##  ##...##  ...###.  ##.....  .##..##  ##...##  ##...##  ##..##.
##...##  .####..  .....##  .....##  ...###.  ##.....  ##.....  .....##  ##...##  ##...##
##...##  ...##..  .....##  .....##  ..####.  ##.....  ##.....  ....##.  ##...##  ##...##
##...##  ...##..  ....##.  .....##  ..#.##.  ######.  ##.....  ....##.  .##.##.  ##...##
##...##  ...##..  ...##..  ..####.  .##.##.  .....##  ######.  ...##..  ..###..  ##..###
##...##  ...##..  ...##..  .....##  ##..##.  .....##  ###..##  ...##..  .##.##.  .######
##...##  ...##..  ..##...  .....##  #######  .....##  ##...##  ..##...  ##...##  .....##
##...##  ...##..  .##....  .....##  ....##.  .....##  ##...##  ..##...  ##...##  .....##
##...##  ...##..  ##.....  .....##  ....##.  .....##  ##...##  .##....  ##...##  .....##
.##.##.  ...##..  ##.....  ##...##  ....##.  ##...##  .##..##  .##....  ##...##  ##..##.
..###..  .######  #######  .#####.  ....##.  .#####.  ..####.  .##....  .#####.  .####..
`;

export const bitmapWidth = 7;
export const bitmapHeight = 12;

/** Of each digit, 84 values row by row: +1 for ink, -1 for paper. */
export const digitBitmaps: readonly (readonly number[])[] = bitmapsOf(drawn);

function bitmapsOf(text: string): number[][] {
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.split(/ +/));
  return Array.from({ length: 10 }, (_, digit) =>
    rows.flatMap((row) => Array.from(row[digit] ?? '', (pixel) => (pixel === '#' ? 1 : -1))),
  );
}
