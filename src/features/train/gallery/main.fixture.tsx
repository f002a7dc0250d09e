import '@fontsource-variable/inter/wght.css';
import '../../../ui/tokens.css';
import '../../../ui/global.css';
import { createRoot } from 'react-dom/client';
import { createStore } from 'zustand/vanilla';
import { samples } from '../../../digits/samples.ts';
import { createFakeMapping } from '../../../ui/digit-map/fake-mapping.fixture.ts';
import { brushWidths } from '../../../ui/draw-pad/brush.ts';
import type { DrawingModel } from '../../../ui/draw-pad/model.ts';
import { setTheme } from '../../../ui/theme.ts';
import { createTrainModel } from '../train-model.ts';
import { TrainPage } from '../train-page.tsx';
import { createFakeTrainer } from './fake-trainer.fixture.ts';

/**
 * The Train page on a trainer that only pretends, for development: /src/ui/gallery/train.html on the
 * development server. It is no part of the product. `?theme=dark`; `?show=running`, `paused`,
 * `finished`, `failed`, `resumable`, `troubled`; `?query=seed%3D7` gives the page that address.
 */
const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme === 'light' || theme === 'dark') setTheme(theme);

const drawn = samples[7]?.drawing ?? { strokes: [], picture: null };
const nothing = () => undefined;
const drawing = createStore<DrawingModel>()(() => ({
  drawing: drawn,
  revision: 0,
  tool: 'pen',
  brushWidth: brushWidths.usual,
  gesture: null,
  paper: 'digit',
  number: null,
  canUndo: false,
  canRedo: false,
  setTool: nothing,
  setBrushWidth: nothing,
  begin: nothing,
  extend: nothing,
  end: nothing,
  cancel: nothing,
  undo: nothing,
  redo: nothing,
  clear: nothing,
  takeDigit: nothing,
}));

// The query belongs to the gallery: the page gets an address of its own.
const address = new URL(`http://gallery.test/?${query.get('query') ?? ''}`);
const places = {
  location: address,
  history: {
    state: null,
    replaceState: (_: unknown, __: string, to?: string | URL | null) => {
      address.href = String(to);
    },
  },
};
const weights = await (await fetch('/models/lenet5/weights.bin')).arrayBuffer();
const client = createFakeTrainer(new Float32Array(weights), query.get('show') ?? 'idle');

const saveNetwork = async () => ({ ok: false, reason: 'the gallery keeps nothing' }) as const;

const { mapDigits } = createFakeMapping();

const root = document.getElementById('root');
if (!root) throw new Error('gallery: expected an element with id "root"');
createRoot(root).render(
  <TrainPage model={createTrainModel({ client, drawing, places, saveNetwork, mapDigits })} />,
);
