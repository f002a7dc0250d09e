import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { type DigitMap, placesOf } from '../../../explain/digit-map.ts';
import type { MappingWorker } from '../../../lab/explaining/mapping-contract.ts';
import { t } from '../../../language/language.ts';
import { formatPercent } from '../../../lib/format.ts';
import type { Network } from '../../../network/architecture.ts';
import type { Theme } from '../../../pictures/colour-scales.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { ProgressBar } from '../../../ui/controls/progress-bar.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { DigitMapCanvas } from '../../../ui/digit-map/digit-map-canvas.tsx';
import { DigitMapFigure } from '../../../ui/digit-map/digit-map-figure.ts';
import { MapLegend } from '../../../ui/digit-map/map-legend.tsx';
import { PointedDigit } from '../../../ui/digit-map/pointed-digit.tsx';
import type { ActivationSource } from '../../../ui/network/live-figure.ts';
import type { Source } from '../../../ui/source.ts';
import styles from './digit-map-tool.module.css';
import { type Drawn, drawnAmong, pointOf } from './drawn-among.ts';
import { NearestTiles } from './nearest-tiles.tsx';
import { useDigitMap } from './use-digit-map.ts';
import { useRested } from './use-rested.ts';
import { useUmap } from './use-umap.ts';
import { amongText, componentsText, mapText, planeText, umapText } from './words.ts';

interface DigitMapToolProps {
  /** The network that answers now; null while there is none. */
  readonly network: Network | null;
  /** What it makes of the drawing on the paper. */
  readonly source: ActivationSource;
  readonly explainer: MappingWorker;
  readonly theme: Theme;
}

type Kind = 'components' | 'umap';
const kinds = () =>
  [
    { value: 'components', label: t`Principal components` },
    { value: 'umap', label: 'UMAP' },
  ] as const;

/** A person who draws has come to rest after so long. */
const restMs = 700;
const noDrawing: Source<Drawn | null> = { subscribe: () => () => undefined, latest: () => null };

/** Two thousand test digits by what F6 says of them, in the plane, and the drawing among them. */
export function DigitMapTool({ network, source, explainer, theme }: DigitMapToolProps) {
  const [kind, setKind] = useState<Kind>('components');
  const [pointed, setPointed] = useState<number | null>(null);
  const figure = useMemo(() => new DigitMapFigure(), []);
  const { map, share, failure } = useDigitMap(explainer, network);
  const umap = useUmap(map, kind === 'umap');
  const umapPlaces = (kind === 'umap' && umap.progress?.places) || null;
  const drawing = useMemo(() => (map ? drawnAmong(map, source) : noDrawing), [map, source]);
  const drawn = useSyncExternalStore(drawing.subscribe, drawing.latest);
  usePainted(figure, map, umapPlaces, drawing);

  const among = amongText(map, drawn);
  const spoken = useRested(among, restMs);
  const point = useCallback(
    (digit: number | null) => {
      figure.point(digit);
      setPointed(digit);
    },
    [figure],
  );
  return (
    <section className={styles.tool} aria-label={t`The map of digits`} data-testid="map-tool">
      <header className={styles.head}>
        <h2>{t`The map of digits`}</h2>
        <Segmented label={t`Kind of map`} options={kinds()} value={kind} onChange={setKind} />
        <div className={styles.making}>
          {kind === 'umap' && <UmapButton umap={umap} ready={map !== null} />}
          <p data-testid="map-state">{kind === 'umap' ? umapState(umap, map) : componentsText()}</p>
        </div>
      </header>
      <p className={styles.fact} role="status">
        {failure !== null
          ? t`The computation failed: ${failure}`
          : map
            ? `${mapText(map)} ${kind === 'umap' ? umapText() : planeText(map)}`
            : network
              ? t`Running the test digits through the network…`
              : t`Waiting for a network.`}
      </p>
      <div className={styles.columns}>
        <div className={styles.picture} data-stale={share !== null} aria-busy={share !== null}>
          <div className={styles.progress} data-running={share !== null || umap.running}>
            <ProgressBar
              label={umap.running ? t`UMAP is running` : t`Looking at the test digits`}
              share={share ?? umap.progress?.done ?? 0}
            />
          </div>
          <DigitMapCanvas figure={figure} theme={theme} label={t`Map of test digits`} onPoint={setPointed} />
          <PointedDigit map={map} digit={pointed} />
        </div>
        <div className={styles.aside}>
          <section className={styles.among} aria-label={t`Your drawing`}>
            <h3>{t`Your drawing`}</h3>
            <p data-testid="among">{among}</p>
            <p className="visually-hidden" aria-live="polite">
              {spoken}
            </p>
            <NearestTiles map={map} drawn={drawn} onPoint={point} onGoTo={(digit) => figure.goTo(digit)} />
            <p className={styles.hint}>
              {t`The five test digits whose F6 values are nearest. Choose one to go there.`}
            </p>
          </section>
          <MapLegend theme={theme} drawn={t`your drawing`} />
        </div>
      </div>
    </section>
  );
}

function UmapButton({ umap, ready }: { readonly umap: ReturnType<typeof useUmap>; readonly ready: boolean }) {
  return umap.running ? (
    <Button icon="stop" onClick={umap.stop}>
      {t`Stop`}
    </Button>
  ) : (
    <Button icon="reset" disabled={!ready} onClick={umap.startAgain}>
      {t`Map again`}
    </Button>
  );
}

/** Has the figure show the map, and the drawing as it changes: not by React, which draws less often. */
function usePainted(
  figure: DigitMapFigure,
  map: DigitMap | null,
  umapPlaces: Float32Array | null,
  drawing: Source<Drawn | null>,
): void {
  const components = useMemo(() => map && placesOf(map), [map]);
  const places = umapPlaces ?? components;
  const isUmap = umapPlaces !== null;
  const wasUmap = useRef(isUmap);
  useEffect(() => {
    // What was zoomed in on lies elsewhere on the other map.
    if (isUmap !== wasUmap.current) figure.whole();
    wasUmap.current = isUmap;
  }, [figure, isUmap]);
  useEffect(() => {
    if (map && places) figure.show(map.digits, map.answers, places);
  }, [figure, map, places]);
  useEffect(() => {
    const show = () => {
      const drawn = drawing.latest();
      figure.draw(map && drawn && pointOf(map, drawn, umapPlaces));
    };
    show();
    return drawing.subscribe(show);
  }, [figure, map, umapPlaces, drawing]);
}

function umapState(
  { running, progress, of, failure }: ReturnType<typeof useUmap>,
  map: DigitMap | null,
): string {
  if (failure !== null) return t`The map failed: ${failure}`;
  if (running) return progress ? t`Forming: ${formatPercent(progress.done, 0)}` : t`Looking for neighbours…`;
  if (!progress) return t`Stopped before the map took shape.`;
  if (of !== map) return t`This map shows an older network. Press Map again to update it.`;
  if (progress.done < 1) return t`Stopped at ${formatPercent(progress.done, 0)}.`;
  return t`UMAP uses a fixed seed, so it gives the same map again.`;
}
