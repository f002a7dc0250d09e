import type { Drawing } from '../../digits/drawing/drawing.ts';
import { samples } from '../../digits/samples.ts';
import { SampleGallery } from '../../ui/samples/sample-gallery.tsx';

/** The sample digits of the Draw page, loaded after the paper takes ink. */
export function SamplePart({ onPick }: { readonly onPick: (drawing: Drawing) => void }) {
  return <SampleGallery samples={samples} onPick={onPick} />;
}
