import {
  memo,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { flushSync } from 'react-dom';
import { t } from '../../language/language.ts';
import { type Architecture, shapeText } from '../../network/architecture.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import type { Unit } from '../../network/unit.ts';
import type { ScaleScope } from '../../pictures/extents.ts';
import { Segmented } from '../controls/segmented.tsx';
import { usePixelRatio } from '../pixel-ratio.ts';
import { useTheme } from '../theme.ts';
import { useSoon } from '../use-soon.ts';
import { Digits, NearestBitmap } from './figure-digits.tsx';
import { type FigureLayout, layOutFigure } from './figure-layout.ts';
import { FieldLines, SheetFrames, TraceLines, ValueTag } from './figure-lines.tsx';
import { LayerPicture } from './layer-picture.tsx';
import { Legend } from './legend.tsx';
import { type ActivationSource, LiveFigure } from './live-figure.ts';
import { MapDialog } from './map-dialog.tsx';
import styles from './network-view.module.css';
import { Readout } from './readout.tsx';
import { explanationOf, figureText, operationText, type Refusal } from './words.ts';

export interface NetworkViewProps {
  /** LeNet-5 where none is named. */
  readonly architecture?: Architecture | null;
  /** Flat activations of one image, spec layout; null shows the quiet, empty figure. */
  readonly source: ActivationSource;
  /** Flat parameters of the network that answered: for kernels and for the strongest paths. */
  readonly parameters: Float32Array | null;
  /** Why no digit is taken from these activations; null where the likeliest one is the answer. */
  readonly refusal?: Refusal | null;
  /** Whether the Explore page shows the same drawing and network. */
  readonly explorable?: boolean;
  /** Marked while no other unit is in focus. */
  readonly chosen?: Unit | null;
  /** Takes a unit that is clicked, instead of the dialog that shows its map large. */
  readonly onChoose?: (unit: Unit) => void;
}

const scopes = [
  { value: 'layer', label: t`Per layer` },
  { value: 'map', label: t`Per map` },
  { value: 'global', label: t`Global` },
] as const;

/** Rendered once: the figure renders with every answer. */
const Explanations = memo(function Explanations({ architecture }: { readonly architecture: Architecture }) {
  return (
    <dl className={styles.explanations} aria-label={t`What the layers are`}>
      {architecture.layers.map((layer) => (
        <div key={layer.name}>
          <dt translate="no">{layer.name}</dt>
          <dd>{explanationOf(architecture, layer)}</dd>
        </div>
      ))}
    </dl>
  );
});

/** LeNet-5 as in the figure of the 1998 paper, alive. */
export function NetworkView(props: NetworkViewProps) {
  const { source, parameters, refusal = null, chosen = null, onChoose } = props;
  const architecture = props.architecture ?? lenet5;
  const { explorable = false } = props;
  const figure = useMemo(() => new LiveFigure(architecture), [architecture]);
  const [scope, setScope] = useState<ScaleScope>('layer');
  const [pointed, setInspected] = useState<Unit | null>(null);
  const inspected = pointed ?? chosen;
  const [opened, setOpened] = useState<Unit | null>(null);
  const theme = useTheme();
  const [stage, layout] = useFigureLayout(architecture);
  const helpId = useId();
  const shown = useSyncExternalStore(source.subscribe, () => source.latest() !== null);
  // The stage has its size at once.
  const isFilled = useSoon();

  useLayoutEffect(() => figure.restyle(theme, scope), [figure, theme, scope]);
  useEffect(() => figure.follow(source), [figure, source]);
  return (
    <section className={styles.network} aria-label={t`The network, layer by layer`}>
      <div className={styles.bar}>
        <div className={styles.scale}>
          <span aria-hidden="true">{t`Colour scale`}</span>
          <Segmented label={t`Colour scale`} options={scopes} value={scope} onChange={setScope} />
        </div>
        <p className={styles.words} data-testid="figure-words">
          {shown || inspected ? figureText(architecture, inspected, refusal) : ''}
        </p>
        <Legend figure={figure} theme={theme} scope={scope} unit={inspected} />
      </div>
      <div className={styles.measure} ref={stage}>
        {layout && (
          <div
            className={styles.stage}
            data-orientation={layout.orientation}
            data-captions={layout.captions}
            data-unread={refusal === 'empty' || refusal === 'dot'}
            style={{
              width: layout.width,
              height: layout.height,
            }}
          >
            {isFilled && (
              <>
                <SheetFrames layout={layout} />
                {[...layout.layers].map(([name, place]) => (
                  <LayerPicture
                    key={name}
                    figure={figure}
                    place={place}
                    inspected={inspected}
                    helpId={helpId}
                    onInspect={setInspected}
                    onOpen={onChoose ?? setOpened}
                  />
                ))}
                <TraceLines
                  figure={figure}
                  layout={layout}
                  parameters={parameters}
                  hidden={inspected !== null || refusal !== null}
                />
                {/* An empty sheet over the whole figure would be blended into every frame. */}
                {inspected && (
                  <FieldLines figure={figure} layout={layout} unit={inspected} parameters={parameters} />
                )}
                <Captions layout={layout} />
                <Digits figure={figure} theme={theme} layout={layout} answered={refusal === null} />
                <NearestBitmap figure={figure} theme={theme} layout={layout} answered={refusal === null} />
                {inspected && <ValueTag figure={figure} layout={layout} unit={inspected} />}
              </>
            )}
          </div>
        )}
      </div>
      <Readout figure={figure} unit={inspected} onOpen={onChoose ?? setOpened} />
      <Explanations architecture={architecture} />
      <p id={helpId} className="visually-hidden">
        {t`Arrow keys move from unit to unit, Page Up and Page Down from map to map, Enter opens the map large.`}
      </p>
      {opened && (
        <MapDialog
          figure={figure}
          theme={theme}
          unit={opened}
          parameters={parameters}
          answered={refusal === null}
          explorable={explorable}
          onMove={setOpened}
          onClose={() => setOpened(null)}
        />
      )}
    </section>
  );
}

/** The wide figure fits on A4 paper then, whatever the screen is. */
const printedWidth = 1030;

/** The figure's geometry for the width at hand; null before the first measurement. */
function useFigureLayout(
  architecture: Architecture,
): [React.RefObject<HTMLDivElement | null>, FigureLayout | null] {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element.current) return;
    setWidth(Math.floor(element.current.clientWidth));
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    // Nothing is rendered between this event and the print.
    const print = (now: boolean) => () => flushSync(() => setPrinting(now));
    window.addEventListener('beforeprint', print(true), { signal });
    window.addEventListener('afterprint', print(false), { signal });
    return () => listening.abort();
  }, []);
  const ratio = usePixelRatio();
  const room = printing ? printedWidth : width;
  const layout = useMemo(
    () => (room > 0 ? layOutFigure(architecture, room, ratio) : null),
    [architecture, room, ratio],
  );
  return [element, layout];
}

function Captions({ layout }: { readonly layout: FigureLayout }) {
  const { architecture } = layout;
  return [...layout.layers].map(([name, { tiling, captionLeft, captionTop }]) => {
    const { layer } = tiling;
    return (
      <div
        key={name}
        className={styles.caption}
        style={{ left: captionLeft, top: captionTop }}
        title={explanationOf(architecture, layer)}
      >
        <span className={styles.name} translate="no">
          {name}
        </span>
        <span className={styles.shape} translate="no">
          {shapeText(layer)}
        </span>
        <span className={styles.operation}>{operationText(layer)}</span>
      </div>
    );
  });
}
