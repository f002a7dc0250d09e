import '@fontsource-variable/inter/wght.css';
import '../tokens.css';
import '../global.css';
import { createRoot } from 'react-dom/client';
import type { Drawing } from '../../digits/drawing/drawing.ts';
import { normalise } from '../../digits/raster/normalise.ts';
import { randomFromSeed } from '../../lib/random.ts';
import { initialParameters } from '../../network/initialise.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { padToInput32 } from '../../network/rasters.ts';
import { referenceForward } from '../../network/reference/reference.ts';
import { NetworkView } from '../network/network-view.tsx';
import { setTheme } from '../theme.ts';

/**
 * A page of components with fixed data, for development: /src/ui/gallery/ on the development
 * server. It is no part of the product. `?theme=dark`, `?digit=empty`, `?live` draws the digit
 * again and again, a forward pass at every frame.
 */
const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme === 'light' || theme === 'dark') setTheme(theme);

const parameters = await loadParameters();
const drawn = Array.from({ length: 24 }, (_, step) => activationsOfFive((step + 1) / 24));
let activations = query.get('digit') === 'empty' ? null : (drawn.at(-1) ?? null);
const listeners = new Set<() => void>();
const source = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  latest: () => activations,
};

const root = document.getElementById('root');
if (!root) throw new Error('gallery: expected an element with id "root"');
createRoot(root).render(
  <main style={{ padding: 'var(--space-5) clamp(16px, 2.8vw, 64px)', maxWidth: 2560, margin: '0 auto' }}>
    <NetworkView source={source} parameters={parameters} />
  </main>,
);

if (query.has('live')) requestAnimationFrame(() => showStep(0));

function showStep(step: number): void {
  activations = drawn[step % drawn.length] ?? null;
  for (const listener of listeners) listener();
  requestAnimationFrame(() => showStep(step + 1));
}

/** The shipped model, or random weights while there is none. */
async function loadParameters(): Promise<Float32Array> {
  const answer = await fetch('/models/lenet5/weights.bin');
  const bytes = await answer.arrayBuffer();
  if (bytes.byteLength === lenet5.parameterCount * 4) return new Float32Array(bytes);
  return initialParameters(lenet5, randomFromSeed(5));
}

/** @param share of the line that is drawn, 0..1 */
function activationsOfFive(share: number): Float32Array | null {
  const corners = [
    [2700, 900],
    [1700, 940],
    [1560, 1800],
    [2200, 1650],
    [2750, 2100],
    [2600, 2800],
    [1900, 3050],
    [1350, 2750],
  ] as const;
  const shown = corners.slice(0, Math.max(2, Math.ceil(corners.length * share)));
  const points = shown.map(([x, y]) => ({ x, y, pressure: 128 }));
  const drawing: Drawing = { strokes: [{ width: 220, points }], picture: null };
  const digit = normalise(drawing)?.digit;
  return digit ? Float32Array.from(referenceForward(lenet5, parameters, padToInput32(digit))) : null;
}
