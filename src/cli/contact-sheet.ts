import { type Drawing, paperSize } from '../digits/drawing/drawing.ts';
import { inkPath } from '../digits/drawing/ink-path.ts';

const columns = 12;
const tile = 100;
const gap = 8;
const title = 28;

/** A contact sheet as an SVG: the drawings on their papers, row by row, in their own line widths. */
export function sheetPicture(name: string, drawings: readonly Drawing[]): string {
  const rows = Math.ceil(drawings.length / columns);
  const step = tile + gap;
  const papers = drawings.map(({ strokes }, at) => {
    const [x, y] = [gap + step * (at % columns), title + gap + step * Math.floor(at / columns)];
    const width = strokes[0]?.width ?? 1;
    return (
      `<svg x="${x}" y="${y}" width="${tile}" height="${tile}" viewBox="0 0 ${paperSize} ${paperSize}">` +
      `<rect width="100%" height="100%" fill="#fff"/>` +
      `<path d="${inkPath(strokes)}" stroke-width="${width}"/></svg>`
    );
  });
  const [width, height] = [gap + step * columns, title + gap + step * rows];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `fill="none" stroke="#1c1b18" stroke-linecap="round" stroke-linejoin="round">\n` +
    `<rect width="100%" height="100%" fill="#e4e1d8" stroke="none"/>\n` +
    `<text x="${gap}" y="22" font-family="system-ui, sans-serif" font-size="17" fill="#1c1b18" stroke="none">${escaped(name)}</text>\n` +
    `${papers.join('\n')}\n</svg>\n`
  );
}

/** All sheets under one another. */
export function sheetPage(sheets: readonly { readonly name: string; readonly file: string }[]): string {
  const pictures = sheets.map(
    ({ name, file }) => `<img src="${file}" alt="${escaped(name)}" loading="lazy">`,
  );
  return (
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Contact sheets</title>\n' +
    '<style>body { margin: 16px; background: #ccc } img { display: block; width: 100%; margin-bottom: 16px }</style>\n' +
    `${pictures.join('\n')}\n</html>\n`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
