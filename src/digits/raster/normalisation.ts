import type { Digit28 } from '../../network/rasters.ts';
import type { Region } from '../picture/resample.ts';

/**
 * Every step from the ink to what the network is given, for the page to show.
 * MNIST's recipe (LeCun et al. 1998, section III.A; the MNIST page's own words): size-normalised to
 * fit a 20 x 20 box with the aspect kept, anti-aliased, then placed in 28 x 28 by centre of mass.
 */
export interface Normalisation {
  /**
   * The bounding box of the ink, in paper units; its longer side becomes the 20 pixels. For strokes
   * it is that of the line as the network gets it, so a broad brush may reach beyond it.
   */
  readonly crop: Region;
  /** Pixels of the box per paper unit: 20 / the longer side of `crop`. */
  readonly scale: number;
  /** 20 x 20 bytes: the ink scaled so that its longer side is 20, in the middle of the shorter one. */
  readonly box20: Uint8Array;
  /** The box moved by whole pixels so that the centre of mass falls on the centre of 28 x 28. */
  readonly digit: Digit28;
  /** Column and row of the 28 x 28 field at which the box's upper left corner lies. */
  readonly offset: { readonly x: number; readonly y: number };
  /** Of the ink in `digit`, in pixels from its upper left corner; the middle of a pixel is at .5. */
  readonly centreOfMass: { readonly x: number; readonly y: number };
  /** Area of the ink in `digit`, in pixels: the sum of its bytes / 255. */
  readonly inkArea: number;
}

/** The part of it that strokes and pictures have their own ways to. */
export type BoxedInk = Pick<Normalisation, 'crop' | 'scale' | 'box20'>;
