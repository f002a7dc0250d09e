import { useEffect, useId, useRef, useState } from 'react';
import { t } from '../../language/language.ts';
import { isDense, layerBefore, layerNamed, readsOwnMap } from '../../network/architecture.ts';
import type { Unit } from '../../network/unit.ts';
import type { Theme } from '../../pictures/colour-scales.ts';
import { sheetShape } from '../../pictures/map-values.ts';
import { exploreAddress } from '../explore-address.ts';
import { LargeMap } from './large-map.tsx';
import { Legend } from './legend.tsx';
import type { LiveFigure } from './live-figure.ts';
import styles from './map-dialog.module.css';
import { MapSources } from './map-sources.tsx';
import { FieldList } from './readout.tsx';
import { SpokenUnit } from './spoken-unit.tsx';
import { UnitSum } from './unit-sum.tsx';
import { explanationOf, mapText, operationText, unitText, valueText } from './words.ts';
import { writeText } from './write-text.ts';

interface MapDialogProps {
  readonly figure: LiveFigure;
  readonly theme: Theme;
  /** The map shown large, and the unit that the cursor is on. */
  readonly unit: Unit;
  readonly parameters: Float32Array | null;
  /** Whether the likeliest digit is the answer. */
  readonly answered: boolean;
  /** Whether the Explore page shows the same drawing and network. */
  readonly explorable: boolean;
  readonly onMove: (unit: Unit) => void;
  readonly onClose: () => void;
}

/** Width of each of the two columns at most, and the longest side of the large picture, CSS pixels. */
const columnWidth = 440;
const largeSide = 432;
/** What stands beside the column on a phone. */
const narrowMargins = 50;

const mapWords = {
  previous: t`Previous map`,
  next: t`Next map`,
  count: (count: number) => t`${count} maps`,
};
const unitWords = {
  previous: t`Previous unit`,
  next: t`Next unit`,
  count: (count: number) => t`${count} units`,
};
const digitWords = {
  previous: t`Previous digit`,
  next: t`Next digit`,
  count: (count: number) => t`${count} digits`,
};

/** One map large, with its kernels and all that they read. */
export function MapDialog(props: MapDialogProps) {
  const { figure, theme, unit, parameters, answered, explorable, onMove, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const large = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const { architecture } = figure;
  const layer = layerNamed(architecture, unit.layer);
  const shape = sheetShape(layer);
  const dense = isDense(layer);
  const room = Math.min(columnWidth, window.innerWidth - narrowMargins);
  const cell = Math.floor(Math.min(largeSide, room) / Math.max(shape.width, shape.height));
  const output = layer.activation === 'softmax';
  /** What the pointer rests on; for dense layers this can be another unit than the chosen one. */
  const [pointed, setPointed] = useState<Unit | null>(null);
  const cursor = pointed?.layer === unit.layer && (dense || pointed.map === unit.map) ? pointed : unit;

  useEffect(() => {
    // Not closed by the effect's clean-up: React runs effects twice in development.
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
    large.current?.focus();
  }, []);

  const words = output ? digitWords : dense ? unitWords : mapWords;
  const sum = <UnitSum figure={figure} unit={cursor} parameters={parameters} />;
  // The longer column is that of the sources where there are many, and that of the ten rows otherwise.
  const before = layerBefore(architecture, unit.layer);
  const readsMany = before && !isDense(before) && before.maps > 1 && !readsOwnMap(layer);
  const sumBelow = output || readsMany;
  const step = (by: number) => onMove({ ...unit, map: (unit.map + by + layer.maps) % layer.maps });
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onPointerDown={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className={styles.content}>
        <header className={styles.header}>
          <h2 id={titleId} className={styles.title}>
            {layer.name}
            <span className={styles.which}>{layer.maps > 1 ? mapText(layer, unit.map) : '32 × 32'}</span>
            <span className={styles.operation} title={explanationOf(architecture, layer)}>
              {operationText(layer)}
            </span>
          </h2>
          <div className={styles.buttons}>
            {layer.maps > 1 && (
              <>
                <IconButton label={words.previous} path="M10 3 5 8l5 5" onClick={() => step(-1)} />
                {/* Maps count from 0, as in the paper's Table I: "1 of 16" beside "map 0" would be two ways to count. */}
                <span className={styles.count}>{words.count(layer.maps)}</span>
                <IconButton label={words.next} path="m6 3 5 5-5 5" onClick={() => step(1)} />
              </>
            )}
            <IconButton label={t`Close`} path="m4 4 8 8M12 4l-8 8" onClick={() => dialog.current?.close()} />
          </div>
        </header>
        <div className={styles.columns}>
          <div className={styles.main}>
            <LargeMap
              figure={figure}
              theme={theme}
              unit={unit}
              cursor={cursor}
              cell={cell}
              room={room}
              answered={answered}
              focus={large}
              onPoint={setPointed}
              onMove={onMove}
            />
            <div className={styles.numbers} style={{ width: output ? room : cell * shape.width }}>
              <span>{unitText(layer, cursor)}</span>
              <LiveValue figure={figure} unit={cursor} />
              <SpokenUnit figure={figure} unit={cursor} />
            </div>
            <Legend figure={figure} theme={theme} scope={figure.scope} unit={cursor} />
            {sumBelow && sum}
          </div>
          <div className={styles.aside}>
            <MapSources
              figure={figure}
              theme={theme}
              unit={dense ? unit : cursor}
              parameters={parameters}
              room={room}
            />
            {!sumBelow && sum}
            <p className={styles.fields}>
              <FieldList architecture={architecture} unit={cursor} />
            </p>
            {explorable && layer.kind !== 'input' && (
              <p className={styles.explore}>
                <a
                  href={exploreAddress({ tool: 'arithmetic', unit })}
                >{t`Its arithmetic, number by number`}</a>
                <a href={exploreAddress({ tool: 'looks', unit })}>{t`What it looks for`}</a>
              </p>
            )}
          </div>
        </div>
      </div>
    </dialog>
  );
}

function LiveValue({ figure, unit }: { readonly figure: LiveFigure; readonly unit: Unit }) {
  const value = useRef<HTMLElement>(null);
  useEffect(() => figure.onPainted(() => writeText(value.current, valueText(figure, unit))), [figure, unit]);
  return <b ref={value} className={styles.value} translate="no" data-testid="map-value" />;
}

type IconButtonProps = Readonly<{ label: string; path: string; onClick: () => void }>;

function IconButton({ label, path, onClick }: IconButtonProps) {
  return (
    <button type="button" className={styles.button} aria-label={label} title={label} onClick={onClick}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
