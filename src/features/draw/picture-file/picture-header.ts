/**
 * What the first bytes of a picture's file say, so that a picture of 100 megapixels is refused before
 * any of it is decoded.
 */
interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** How many bytes to look at: a JPEG may carry a colour profile and a preview before its size. */
export const headerBytes = 1 << 20;

/** Size in pixels by the header of a PNG, JPEG, GIF, WebP or BMP; null for anything else. */
export function pictureSize(header: Uint8Array): PictureSize | null {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  for (const read of [pngSize, gifSize, webpSize, bmpSize, jpegSize]) {
    try {
      const size = read(view);
      if (size) return size.width > 0 && size.height > 0 ? size : null;
    } catch (error) {
      // Reading beyond the end: the file is too short for this format.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return null;
}

/** PNG (https://www.w3.org/TR/png-3/#11IHDR): the header chunk comes first. */
function pngSize(view: DataView): PictureSize | null {
  if (view.getUint32(0) !== 0x89504e47 || textAt(view, 12, 4) !== 'IHDR') return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** GIF89a specification, section 18: the logical screen. */
function gifSize(view: DataView): PictureSize | null {
  if (textAt(view, 0, 4) !== 'GIF8') return null;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** WebP (RFC 9649, section 2): lossy, lossless or extended, by the name of the first chunk. */
function webpSize(view: DataView): PictureSize | null {
  if (textAt(view, 0, 4) !== 'RIFF' || textAt(view, 8, 4) !== 'WEBP') return null;
  const uint24 = (at: number) => view.getUint16(at, true) + 65536 * view.getUint8(at + 2);
  switch (textAt(view, 12, 4)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: uint24(24) + 1, height: uint24(27) + 1 };
    default:
      return null;
  }
}

/** BMP: the old header of 12 bytes has 16-bit sizes; in later ones a negative height is top-down. */
function bmpSize(view: DataView): PictureSize | null {
  if (textAt(view, 0, 2) !== 'BM') return null;
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}

/** JPEG (ITU-T T.81, annex B): segments up to the start of a frame, C0..CF but for three others. */
function jpegSize(view: DataView): PictureSize | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // Any number of FF bytes may stand before a marker.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

function textAt(view: DataView, at: number, length: number): string {
  let text = '';
  for (let offset = 0; offset < length; offset++) text += String.fromCharCode(view.getUint8(at + offset));
  return text;
}
