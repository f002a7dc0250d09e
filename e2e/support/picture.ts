import type { Page } from '@playwright/test';

/** What is compared is a picture at this share of its size: how edges are smoothed makes no difference there. */
const reduction = 8;
/** Of 255: how far a colour of two cells may be apart before they count as different. */
const tolerance = 12;

export interface Comparison {
  /** Cells, of 8 x 8 pixels each; those that only one of the pictures has count as well. */
  readonly differing: number;
  readonly cells: number;
  /** PNG: the later picture, faint, with the differing cells in magenta. */
  readonly drawn: Buffer;
}

/** A screenshot of the whole page, each cell the mean of its pixels; a PNG. */
export async function reducedPicture(page: Page, blank: Page): Promise<Buffer> {
  const png = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' });
  return bytesOf(
    await blank.evaluate(
      async ([address, by]) => {
        const image = await createImageBitmap(await (await fetch(address)).blob());
        const pixels = new OffscreenCanvas(image.width, image.height);
        const from = pixels.getContext('2d') as OffscreenCanvasRenderingContext2D;
        from.drawImage(image, 0, 0);
        const { data } = from.getImageData(0, 0, image.width, image.height);
        const [width, height] = [Math.ceil(image.width / by), Math.ceil(image.height / by)];
        const means = new ImageData(width, height);
        for (let row = 0; row < height; row++) {
          const bottom = Math.min(image.height, (row + 1) * by);
          // Plain sums, one pass over each row of cells: a page has five million pixels.
          const sums = new Float64Array(width * 3);
          for (let y = row * by; y < bottom; y++)
            for (let x = 0, at = y * image.width * 4; x < image.width; x++, at += 4) {
              const cell = Math.floor(x / by) * 3;
              sums[cell] = (sums[cell] as number) + (data[at] as number);
              sums[cell + 1] = (sums[cell + 1] as number) + (data[at + 1] as number);
              sums[cell + 2] = (sums[cell + 2] as number) + (data[at + 2] as number);
            }
          for (let column = 0; column < width; column++) {
            const count = (Math.min(image.width, (column + 1) * by) - column * by) * (bottom - row * by);
            const at = (row * width + column) * 4;
            for (let channel = 0; channel < 3; channel++)
              means.data[at + channel] = (sums[column * 3 + channel] as number) / count;
            means.data[at + 3] = 255;
          }
        }
        const canvas = Object.assign(document.createElement('canvas'), { width, height });
        canvas.getContext('2d')?.putImageData(means, 0, 0);
        return canvas.toDataURL('image/png');
      },
      [addressOf(png), reduction] as const,
    ),
  );
}

/** Two reduced pictures, which need not have the same size. */
export async function comparePictures(blank: Page, before: Buffer, after: Buffer): Promise<Comparison> {
  const { drawn, ...counts } = await blank.evaluate(
    async ([one, other, most]) => {
      const read = async (address: string) => {
        const image = await createImageBitmap(await (await fetch(address)).blob());
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
        context?.drawImage(image, 0, 0);
        return context?.getImageData(0, 0, image.width, image.height) as ImageData;
      };
      const [a, b] = [await read(one), await read(other)];
      const [width, height] = [Math.max(a.width, b.width), Math.max(a.height, b.height)];
      const shown = new ImageData(width, height);
      const colourAt = (image: ImageData, x: number, y: number) => {
        const start = (y * image.width + x) * 4;
        return x < image.width && y < image.height ? [...image.data.slice(start, start + 3)] : null;
      };
      let differing = 0;
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const [was, is] = [colourAt(a, x, y), colourAt(b, x, y)];
          const same = was && is?.every((value, at) => Math.abs(value - (was[at] ?? 0)) <= most);
          if (!same) differing++;
          const faint = (is ?? []).map((value) => 128 + (value - 128) / 4);
          shown.data.set(same ? [...faint, 255] : [255, 0, 255, 255], (y * width + x) * 4);
        }
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      canvas.getContext('2d')?.putImageData(shown, 0, 0);
      return { differing, cells: width * height, drawn: canvas.toDataURL('image/png') };
    },
    [addressOf(before), addressOf(after), tolerance] as const,
  );
  return { ...counts, drawn: bytesOf(drawn) };
}

function addressOf(png: Buffer): string {
  return `data:image/png;base64,${png.toString('base64')}`;
}

function bytesOf(address: string): Buffer {
  return Buffer.from(address.split(',')[1] ?? '', 'base64');
}
