import '@fontsource-variable/inter/wght.css';
import '../../../../ui/tokens.css';
import '../../../../ui/global.css';
import { createRoot } from 'react-dom/client';
import { middleUnit } from '../../../../explain/target.ts';
import { createExplainer } from '../../../../lab/explaining/client.ts';
import { lenet5 } from '../../../../network/lenet-5.ts';
import { setTheme } from '../../../../ui/theme.ts';
import { createOperation } from '../operation.ts';
import { createFakeLooking } from './fake-looking.fixture.ts';
import { LooksFrame } from './looks-frame.fixture.tsx';

/**
 * What a unit looks for, for development: /src/ui/gallery/looks.html on the development server. It is no part of the
 * product. `?theme=dark`; `?layer=F6&map=7`; `?edits` with some surgery done; `?waiting` without a network; `?worker`
 * on the real worker.
 */
const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme === 'light' || theme === 'dark') setTheme(theme);

const weights = await (await fetch('/models/lenet5/weights.bin')).arrayBuffer();
const network = query.has('waiting') ? null : { architecture: lenet5, parameters: new Float32Array(weights) };
const operation = createOperation();
if (query.has('edits')) {
  const painted = Array.from({ length: 25 }, (_, tap) => (tap % 6 === 0 ? 0.4 : -0.1));
  operation.setState({
    edits: [
      { layer: 'C3', map: 4, kind: 'repainted', source: 0, weights: painted },
      { layer: 'F6', map: 7, kind: 'frozen', mean: -0.31 },
      { layer: 'C5', map: 12, kind: 'off' },
    ],
  });
}
const explainer = query.has('worker') ? createExplainer() : createFakeLooking();
const keep = async () => ({ ok: false, reason: 'the gallery keeps nothing' }) as const;

function Gallery() {
  const target = { layer: query.get('layer') ?? 'C3', map: Number(query.get('map') ?? 4) };
  const unit = middleUnit(lenet5, target);
  return (
    <main style={{ padding: 'var(--space-4)', maxWidth: 1280, margin: '0 auto' }}>
      <LooksFrame network={network} unit={unit} explainer={explainer} operation={operation} keep={keep} />
    </main>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('gallery: expected an element with id "root"');
createRoot(root).render(<Gallery />);
