import { memo } from 'react';
import { type Drawing, widePaper } from '../../digits/drawing/drawing.ts';
import { numberSamples } from '../../digits/number-samples.ts';
import { samples } from '../../digits/samples.ts';
import type { Paper } from '../../ui/draw-pad/model.ts';
import { SampleGallery } from '../../ui/samples/sample-gallery.tsx';

interface SamplePartProps {
  readonly paper: Paper;
  readonly onPick: (drawing: Drawing) => void;
}

/** The examples of the Draw page, digits or numbers, loaded after the paper takes ink. Answers do not change them. */
export const SamplePart = memo(function SamplePart({ paper, onPick }: SamplePartProps) {
  return paper === 'number' ? (
    <SampleGallery samples={numberSamples} view={widePaper} onPick={onPick} />
  ) : (
    <SampleGallery samples={samples} onPick={onPick} />
  );
});
