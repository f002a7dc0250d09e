import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { t } from '../../language/language.ts';
import type { Architecture } from '../../network/architecture.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { type Arrangement, type Tiling, tile } from '../../pictures/tiling.ts';
import { useTheme } from '../theme.ts';
import { useSoon } from '../use-soon.ts';
import { type ActivationSource, LiveFigure } from './live-figure.ts';
import styles from './mini-figure.module.css';

interface MiniFigureProps {
  /** LeNet-5 where none is named. */
  readonly architecture: Architecture | null;
  readonly source: ActivationSource;
  /** Where the large figure is. */
  readonly figure: RefObject<HTMLElement | null>;
}

const flat = { zoom: 1, gap: 0, lean: 0, drop: 0 };

/** The layers that fit beside each other on a phone. Others look like the ones before them, half as large. */
const arrangements: Readonly<Record<string, Arrangement>> = {
  C1: { ...flat, files: 3, gap: 3 },
  C3: { ...flat, files: 4, gap: 2 },
  C5: { ...flat, files: 10 },
  F6: { ...flat, files: 7 },
  Output: { ...flat, files: 1 },
};

const onPhone = globalThis.matchMedia?.('(max-width: 640px)');

function watchPhone(listener: () => void): () => void {
  onPhone.addEventListener('change', listener);
  return () => onPhone.removeEventListener('change', listener);
}

/**
 * The layers at work in one line. The large figure is below a phone's screen while one draws, and this leads there.
 */
export function MiniFigure(props: MiniFigureProps) {
  const phone = useSyncExternalStore(watchPhone, () => onPhone.matches);
  const soon = useSoon();
  return phone && soon ? <Line {...props} /> : null;
}

function Line({ architecture: given, source, figure }: MiniFigureProps) {
  const architecture = given ?? lenet5;
  const live = useMemo(() => new LiveFigure(architecture), [architecture]);
  const theme = useTheme();
  useLayoutEffect(() => live.restyle(theme, 'layer'), [live, theme]);
  useEffect(() => live.follow(source), [live, source]);
  const tilings = useMemo(
    () =>
      architecture.layers.flatMap((layer) => {
        const arrangement = arrangements[layer.name];
        return arrangement ? [tile(layer, arrangement)] : [];
      }),
    [architecture],
  );
  const show = () => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    figure.current?.scrollIntoView({ behavior: still ? 'auto' : 'smooth' });
  };
  return (
    <button type="button" className={styles.mini} aria-label={t`See every layer`} onClick={show}>
      {tilings.map((tiling) => (
        <Sheet key={tiling.layer.name} live={live} tiling={tiling} />
      ))}
    </button>
  );
}

function Sheet({ live, tiling }: { readonly live: LiveFigure; readonly tiling: Tiling }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => (canvas.current ? live.attach(canvas.current, tiling) : undefined), [live, tiling]);
  const { width, height, layer } = tiling;
  return (
    <canvas ref={canvas} className={styles.sheet} data-layer={layer.name} width={width} height={height} />
  );
}
