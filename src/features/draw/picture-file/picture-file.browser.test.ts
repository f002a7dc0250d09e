import { expect, test } from 'vitest';
import { emptyDrawing, wholePaper } from '../../../digits/drawing/drawing.ts';
import { drawingPng } from '../../../ui/draw-pad/export.ts';
import { readPictureFile } from './picture-file.ts';
import { pictureKinds } from './picture-kinds.fixture.ts';

/** A picture whose left half is black and whose right half is white. */
async function blackAndWhite(width: number, height: number, type: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no context');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'black';
  context.fillRect(0, 0, width / 2, height);
  return canvas.convertToBlob({ type, quality: 1 });
}

/** EXIF data with nothing but an orientation, as an APP1 segment (EXIF 2.32, sections 4.5 and 4.6). */
const turnedRight = [
  ...[0xff, 0xe1, 0x00, 0x22, 0x45, 0x78, 0x69, 0x66, 0x00, 0x00],
  ...[0x4d, 0x4d, 0x00, 0x2a, 0x00, 0x00, 0x00, 0x08, 0x00, 0x01],
  ...[0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00],
];

test.each(['image/png', 'image/jpeg', 'image/webp'])('%s: the pixels come as they are', async (type) => {
  const read = await readPictureFile(await blackAndWhite(40, 20, type));
  if (!read.ok) throw new Error(read.reason);
  expect([read.width, read.height]).toEqual([40, 20]);
  expect(read.rgba[0]).toBeLessThan(8);
  expect(read.rgba[4 * 39]).toBeGreaterThan(247);
});

test.each(pictureKinds)('%s is read by its content, whatever its name says', async (_, base64) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const read = await readPictureFile(new File([bytes], 'digit.png', { type: 'image/png' }));
  if (!read.ok) throw new Error(read.reason);
  expect([read.width, read.height]).toEqual([40, 20]);
  expect(read.rgba[0]).toBeLessThan(60);
  expect(read.rgba[4 * 39]).toBeGreaterThan(220);
});

test('a picture of 5 x 5 pixels is read', async () => {
  expect(await readPictureFile(await blackAndWhite(5, 5, 'image/png'))).toMatchObject({ ok: true, width: 5 });
});

test('a photograph is turned as its EXIF data says', async () => {
  const jpeg = await (await blackAndWhite(64, 32, 'image/jpeg')).arrayBuffer();
  const withExif = new Blob([jpeg.slice(0, 2), Uint8Array.from(turnedRight), jpeg.slice(2)]);
  const read = await readPictureFile(withExif);
  if (!read.ok) throw new Error(read.reason);
  expect([read.width, read.height]).toEqual([32, 64]);
  // Turned to the right by a quarter, what was left is above.
  expect(read.rgba[4 * 16]).toBeLessThan(8);
  expect(read.rgba[4 * (63 * 32 + 16)]).toBeGreaterThan(247);
});

test('a large picture is handed on with 1,024 pixels on its longer side', async () => {
  const read = await readPictureFile(await blackAndWhite(3000, 1500, 'image/png'));
  expect(read).toMatchObject({ ok: true, width: 1024, height: 512 });
});

test('a picture of 100 megapixels is refused by its header, and one that is none or damaged is too', async () => {
  const png = new Uint8Array(await (await blackAndWhite(8, 8, 'image/png')).arrayBuffer());
  const huge = png.slice();
  new DataView(huge.buffer).setUint32(16, 10_000);
  new DataView(huge.buffer).setUint32(20, 10_000);
  const reason = async (...parts: BlobPart[]) => {
    const read = await readPictureFile(new Blob(parts));
    return read.ok ? null : read.reason;
  };
  expect(await reason(huge)).toBe('This picture has 100 megapixels; the limit is 50.');
  expect(await reason(png.slice(0, 40))).toMatch(/^This picture is damaged/);
  const unsupported = 'Unsupported file. Use PNG, JPEG, GIF, WebP or BMP.';
  expect(await reason('no picture at all')).toBe(unsupported);
  expect(await reason('<svg xmlns="http://www.w3.org/2000/svg"/>')).toBe(unsupported);
  expect(await reason('')).toBe(unsupported);
  expect(await reason(new Uint8Array(26 * 1024 * 1024))).toBe('This file is 26 MB; the limit is 25 MB.');
});

test('a drawing is saved as a PNG of 1024 x 1024 in the colours of the paper', async () => {
  const stroke = { width: 400, points: [{ x: 2048, y: 2048, pressure: 128 }] };
  const colours = { paper: 'rgb(250, 240, 230)', ink: 'rgb(10, 20, 30)' };
  const png = await drawingPng({ ...emptyDrawing, strokes: [stroke] }, colours, wholePaper);
  const read = await readPictureFile(png ?? new Blob());
  if (!read.ok) throw new Error(read.reason);
  expect([png?.type, read.width, read.height]).toEqual(['image/png', 1024, 1024]);
  expect([...read.rgba.slice(0, 3)]).toEqual([250, 240, 230]);
  const middle = 4 * (512 * 1024 + 512);
  expect([...read.rgba.slice(middle, middle + 3)]).toEqual([10, 20, 30]);
});
