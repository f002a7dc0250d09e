import { t } from '../../language/language.ts';
import 'uplot/dist/uPlot.min.css';
import { memo, useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { messageOf } from '../../lib/expect.ts';
import { formatCount } from '../../lib/format.ts';
import type { CurvePoint, CurveSeries } from '../../pictures/curves.ts';
import { Segmented } from '../controls/segmented.tsx';
import { writeText } from '../network/write-text.ts';
import { PartMissingError } from '../part/loadable.ts';
import { Part } from '../part/part.tsx';
import type { Source } from '../source.ts';
import { useTheme } from '../theme.ts';
import { whileWanted } from '../while-wanted.ts';
import styles from './curve-chart.module.css';
import { CurveMark } from './curve-mark.tsx';
import type { CurveMoment } from './curve-moments.ts';
import type { createCurvePlot } from './curve-plot.ts';
import type { CurveScale } from './curve-scales.ts';
import { lineDash } from './line-dash.ts';

export type CurveSource = Source<readonly CurveSeries[]>;

export type MomentSource = Source<readonly CurveMoment[]>;

const noMoments: MomentSource = { subscribe: () => () => undefined, latest: () => none };
const none: readonly CurveMoment[] = [];

interface CurveChartProps {
  readonly label: string;
  /** What y counts, in words: "cross-entropy, nats". */
  readonly yLabel: string;
  readonly format: (value: number) => string;
  /**
   * Whether the chart begins on a logarithmic scale, with a switch to a linear one: of the values, or, for
   * shares right ('to-one'), of what they lack to one.
   */
  readonly log?: boolean | 'to-one';
  readonly source: CurveSource;
  /** Steps that are marked; the values at the one that is shown are read while nothing is pointed at. */
  readonly moments?: MomentSource | undefined;
  /** What the curves are, where they are not of a run of one's own: they are drawn fainter. */
  readonly note?: string | undefined;
  /**
   * Takes the readings of earlier runs, in the order of the source, whenever they change: they are then not
   * in the readout. Undefined where a run has none. Stable, or each render makes another plot.
   */
  readonly onEarlier?: ((points: readonly (CurvePoint | undefined)[]) => void) | undefined;
}

const logScales = [
  { value: 'log', label: t`Log` },
  { value: 'linear', label: t`Linear` },
] as const;
const shareScales = [
  { value: 'to-one', label: t`Log error` },
  { value: 'linear', label: t`Linear` },
] as const;

/**
 * Curves over the steps of a run. Points go from the source to the canvas and the readout past React,
 * which renders again only when a series comes or goes. The readout above the picture shows the end of
 * the curves, or the step under the pointer; it is what a screen reader reads in place of the picture.
 */
export const CurveChart = memo(function CurveChart(props: CurveChartProps) {
  const { label, yLabel, format, log = false, source, moments = noMoments, note, onEarlier } = props;
  const scales = log === 'to-one' ? shareScales : logScales;
  const [scale, setScale] = useState<CurveScale>(log ? scales[0].value : 'linear');
  const theme = useTheme();
  const titleId = useId();
  // A text, so that new points alone are no change.
  const listed = useSyncExternalStore(source.subscribe, () => listOf(source.latest()));
  const picture = `${theme} ${scale} ${listed}`;
  return (
    <figure className={styles.chart} aria-labelledby={titleId}>
      <figcaption className={styles.head}>
        <span id={titleId} className={styles.title}>
          {label} <span className={styles.unit}>{yLabel}</span>
        </span>
        {log && (
          <Segmented<CurveScale>
            label={t`Scale of ${label}`}
            options={scales}
            value={scale}
            onChange={setScale}
          />
        )}
      </figcaption>
      {/* Colours, scale and series belong to a plot for good: another of them is another plot. */}
      <Part name={t`The chart “${label}”`} resetKey={picture}>
        <CurvePicture
          key={picture}
          listed={listed}
          scale={scale}
          format={format}
          source={source}
          moments={moments}
          note={note}
          rises={log === 'to-one'}
          onEarlier={onEarlier}
        />
      </Part>
    </figure>
  );
});

interface CurvePictureProps extends Pick<CurveChartProps, 'format' | 'source' | 'note' | 'onEarlier'> {
  readonly listed: string;
  readonly moments: MomentSource;
  /** Whether curves go up: the note stands where they are not. */
  readonly rises: boolean;
  readonly scale: CurveScale;
}

/**
 * However often the source tells of a change, the picture is painted five times a second at most: its lines
 * grow by less than a pixel meanwhile, and the processor that paints is the one that trains.
 */
const restMs = 200;

type CreatePlot = typeof createCurvePlot;
let loaded: CreatePlot | null = null;

/**
 * The code that draws, with uPlot, or null while it loads: the chart has its place and its readout before.
 * @throws PartMissingError when it cannot be loaded, or fails while it loads
 */
function usePlotCode(): CreatePlot | null {
  const [create, setCreate] = useState<CreatePlot | null>(() => loaded);
  const [failure, setFailure] = useState<Error | null>(null);
  useEffect(() => {
    if (create) return;
    const coming = import('./curve-plot.ts').then((code) => {
      loaded = code.createCurvePlot;
    });
    return whileWanted(
      coming,
      () => setCreate(() => loaded),
      (error) => setFailure(new PartMissingError(messageOf(error))),
    );
  }, [create]);
  if (failure) throw failure;
  return create;
}

function CurvePicture(props: CurvePictureProps) {
  const { listed, scale, format, source, moments, note, rises, onEarlier } = props;
  const create = usePlotCode();
  // Painting happens outside React: an error there is thrown here, for the part around the chart to catch.
  const [failure, setFailure] = useState<unknown>(null);
  const host = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLDListElement>(null);
  const list = useMemo(() => JSON.parse(listed) as readonly ListedSeries[], [listed]);
  const kinds = list.map(({ kind }) => kind);
  // Two runs may have the same name.
  const entries = list
    .map((series, at) => ({ ...series, key: `${at} ${series.name}`, dash: lineDash(kinds, at) }))
    .filter(({ kind }) => !(onEarlier && kind === 'earlier'));

  useEffect(() => {
    const place = host.current;
    if (!place || !create) return;
    const begin = () => {
      const earlierApart = onEarlier !== undefined;
      const own = list.map(({ kind }) => kind);
      const { latest } = moments;
      const plot = create(place, own, {
        scale,
        format,
        earlierApart,
        moments: latest,
        onHover: () => write(),
      });
      const write = () => {
        const { step, points } = plot.reading();
        const isApart = (at: number) => earlierApart && list[at]?.kind === 'earlier';
        const [first, ...others] = readout.current?.querySelectorAll('dd') ?? [];
        writeText(first ?? null, step === null ? '–' : formatCount(step));
        const here = points.filter((_, at) => !isApart(at));
        others.forEach((cell, at) => {
          writeText(cell, here[at] ? format(here[at].value) : '–');
        });
        onEarlier?.(points.filter((_, at) => isApart(at)));
      };

      let shown: readonly CurveSeries[] | undefined;
      let frame = 0;
      let rest: ReturnType<typeof setTimeout> | undefined;
      const draw = () => {
        const series = source.latest();
        // For another list of series, React has another plot on its way.
        if (series === shown || listOf(series) !== listed) return;
        shown = series;
        try {
          plot.show(series.filter(hasPoints));
          write();
        } catch (error) {
          setFailure(error);
        }
      };
      const ask = () => {
        // Frames stop in a hidden tab, and with them the drawing.
        rest ??= setTimeout(() => {
          rest = undefined;
          cancelAnimationFrame(frame);
          frame = requestAnimationFrame(draw);
        }, restMs);
      };
      draw();
      const stop = source.subscribe(ask);
      let marked = moments.latest();
      const unmark = moments.subscribe(() => {
        if (moments.latest() === marked) return;
        marked = moments.latest();
        plot.redraw();
        write();
      });
      const sizes = new ResizeObserver(plot.resize);
      sizes.observe(place);
      return () => {
        stop();
        unmark();
        sizes.disconnect();
        clearTimeout(rest);
        cancelAnimationFrame(frame);
        plot.destroy();
      };
    };
    // Charts come in twos: each is made in a task of its own, so that the page can answer in between.
    let end: (() => void) | undefined;
    const soon = setTimeout(() => {
      try {
        end = begin();
      } catch (error) {
        setFailure(error);
      }
    });
    return () => {
      clearTimeout(soon);
      end?.();
    };
  }, [create, list, listed, scale, format, source, moments, onEarlier]);

  if (failure) throw failure;
  return (
    <>
      <dl ref={readout} className={styles.readout}>
        <div className={styles.entry}>
          <dt>{t`Step`}</dt>
          <dd translate="no" />
        </div>
        {entries.map(({ key, name, kind, dash }) => (
          <div key={key} className={styles.entry}>
            <dt>
              <CurveMark kind={kind} dash={dash} />
              {name}
            </dt>
            <dd translate="no" />
          </div>
        ))}
      </dl>
      <div className={styles.picture} data-empty={list.length === 0} data-faint={note !== undefined}>
        <div ref={host} className={styles.plot} translate="no" aria-hidden />
        {note && list.length > 0 && (
          <p className={styles.note} data-low={rises}>
            {note}
          </p>
        )}
        {list.length === 0 && (
          <p className={styles.empty}>{t`Curves begin with the first steps of a run.`}</p>
        )}
      </div>
    </>
  );
}

type ListedSeries = Pick<CurveSeries, 'name' | 'kind'>;

function listOf(series: readonly CurveSeries[]): string {
  const list: ListedSeries[] = series.filter(hasPoints).map(({ name, kind }) => ({ name, kind }));
  return JSON.stringify(list);
}

function hasPoints({ points }: CurveSeries): boolean {
  return points.length > 0;
}
