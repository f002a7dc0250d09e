import type { Explainer } from '../../../lab/explaining/client.ts';
import type { Reading } from '../../../lab/reading/contract.ts';
import type { KnowingNetwork } from '../../../network/energy.ts';
import type { Theme } from '../../../pictures/colour-scales.ts';
import type { LiveFigure } from '../../../ui/network/live-figure.ts';

/** What the tour's instruments work with: the reader's drawing, and the network that answers. */
export interface TourParts {
  readonly figure: LiveFigure;
  readonly theme: Theme;
  readonly network: KnowingNetwork | null;
  readonly reading: Reading | null;
  readonly explainer: Explainer;
}
