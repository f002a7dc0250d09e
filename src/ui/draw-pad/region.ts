import { largest, smallest } from '../../lib/lists.ts';
import type { Bounds } from './ink-line.ts';

/** A rectangle in device pixels, whole numbers. */
export type Region = Bounds;

/** Paper units to whole device pixels, with room for the line's soft edge. */
export function regionOf(bounds: Bounds, scale: number): Region {
  const left = Math.floor(bounds.left * scale) - 2;
  const top = Math.floor(bounds.top * scale) - 2;
  const right = Math.ceil((bounds.left + bounds.width) * scale) + 2;
  const bottom = Math.ceil((bounds.top + bounds.height) * scale) + 2;
  return { left, top, width: right - left, height: bottom - top };
}

export function around(regions: readonly Region[]): Region {
  const left = smallest(regions.map((region) => region.left));
  const top = smallest(regions.map((region) => region.top));
  const right = largest(regions.map((region) => region.left + region.width));
  const bottom = largest(regions.map((region) => region.top + region.height));
  return { left, top, width: right - left, height: bottom - top };
}

export function within(whole: Region, region: Region): Region {
  const left = Math.max(whole.left, region.left);
  const top = Math.max(whole.top, region.top);
  const right = Math.min(whole.left + whole.width, region.left + region.width);
  const bottom = Math.min(whole.top + whole.height, region.top + region.height);
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

export function overlap(one: Region, other: Region): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}
