import { createStore, type StoreApi } from 'zustand/vanilla';
import { normalise } from '../../../digits/raster/normalise.ts';
import { samples } from '../../../digits/samples.ts';
import { t } from '../../../language/language.ts';
import { type DrawingModelStore, holdsNumber } from '../../../ui/draw-pad/model.ts';

type ProbeKind = 'test' | 'sample' | 'drawing';

/** The pinned drawing. */
interface ProbeState {
  readonly kind: ProbeKind;
  /** 784 bytes. */
  readonly digit: Uint8Array | null;
  readonly what: string;
  setKind(kind: ProbeKind): void;
  pick(digit: Uint8Array, what: string): void;
  pickSample(name: string): void;
  /** Watches with this digit, whatever is drawn from now on. */
  pin(digit: Uint8Array): void;
}

export type ProbeStore = StoreApi<ProbeState>;

const firstSample = '7 with a bar';

/** @param drawing the paper; while drawings are chosen, each of its changes is a new probe */
export function createProbeStore(drawing: DrawingModelStore): ProbeStore {
  const store = createStore<ProbeState>()((set) => ({
    kind: 'sample',
    digit: null,
    what: '',
    setKind(kind) {
      set({ kind });
      if (kind === 'drawing') takeDrawing();
    },
    pick: (digit, what) => set({ digit, what }),
    pickSample(name) {
      const sample = samples.find((candidate) => candidate.name === name);
      const digit = sample && normalise(sample.drawing)?.digit;
      if (digit) set({ digit, what: t`Sample: ${name}` });
    },
    pin(digit) {
      set(({ kind }) => ({
        kind: kind === 'drawing' ? 'sample' : kind,
        digit,
        what: t`Your pinned drawing`,
      }));
    },
  }));
  const takeDrawing = () => {
    const model = drawing.getState();
    const digit = holdsNumber(model) ? null : normalise(model.drawing)?.digit;
    // An empty paper, or one with a number, shows no digit: the one before stays.
    if (digit) store.setState({ digit, what: t`Your drawing` });
  };
  drawing.subscribe((now, before) => {
    if (store.getState().kind === 'drawing' && now.revision !== before.revision) takeDrawing();
  });
  store.getState().pickSample(firstSample);
  return store;
}
