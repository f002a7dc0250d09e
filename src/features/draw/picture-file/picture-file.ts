import { t } from '../../../language/language.ts';
import type { Result } from '../../../lib/result.ts';
import { contextOf } from '../../../ui/canvas.ts';
import { headerBytes, pictureSize } from './picture-header.ts';

const bytesMax = 25 * 1024 * 1024;
const pixelsMax = 50e6;
/** Longer side of the pixels that are handed on; a drawing holds far fewer. */
const sideMax = 1024;

/** The reason is a sentence for the person. */
type PictureReading = Result<{
  /** width * height * 4 bytes, row-major, not premultiplied. */
  readonly rgba: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}>;

/**
 * The pixels of a picture's file, turned as its EXIF data says and at most 1024 a side. What is too
 * large is refused by its header, before any pixel is decoded.
 */
export async function readPictureFile(file: Blob): Promise<PictureReading> {
  if (file.size > bytesMax)
    return refused(t`This file is ${megabytes(file.size)} MB; the limit is ${megabytes(bytesMax)} MB.`);
  let header: Uint8Array;
  try {
    header = new Uint8Array(await file.slice(0, headerBytes).arrayBuffer());
  } catch {
    return refused(t`This file could not be read. Was it moved or is it a folder?`);
  }
  const size = pictureSize(header);
  if (!size) return refused(t`Unsupported file. Use PNG, JPEG, GIF, WebP or BMP.`);
  const pixels = size.width * size.height;
  if (pixels > pixelsMax)
    return refused(
      t`This picture has ${Math.round(pixels / 1e6)} megapixels; the limit is ${pixelsMax / 1e6}.`,
    );
  return decode(file);
}

async function decode(file: Blob): Promise<PictureReading> {
  const address = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    // An image element knows its size as it is seen, after EXIF's turn; a file's header does not.
    const { naturalWidth, naturalHeight } = image;
    const scale = Math.min(1, sideMax / Math.max(naturalWidth, naturalHeight));
    const width = Math.max(1, Math.round(scale * naturalWidth));
    const height = Math.max(1, Math.round(scale * naturalHeight));
    const context = contextOf(document.createElement('canvas'));
    context.canvas.width = width;
    context.canvas.height = height;
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, width, height);
    return { ok: true, rgba: context.getImageData(0, 0, width, height).data, width, height };
  } catch {
    return refused(t`This picture is damaged: it could not be decoded.`);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function refused(reason: string): PictureReading {
  return { ok: false, reason };
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
