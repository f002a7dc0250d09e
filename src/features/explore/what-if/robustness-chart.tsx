import { type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import { stopsOf, type WhatIfChange } from '../../../explain/what-if.ts';
import { t } from '../../../language/language.ts';
import { CurveDot } from './curve-dot.tsx';
import { type CurveStyle, dashOf } from './curve-style.ts';
import styles from './robustness-chart.module.css';
import { type SharePoint, shortValue, unitText } from './words.ts';

/** One line of the diagram. */
export interface ShareCurve {
  readonly key: string;
  readonly style: CurveStyle;
  /** Ascending by value. */
  readonly points: readonly SharePoint[];
  /** Written where the curve is highest. */
  readonly mark?: string;
}

interface RobustnessChartProps {
  readonly change: WhatIfChange;
  readonly curves: readonly ShareCurve[];
  /** Where the slider stands. */
  readonly value: number;
  /** Where the pointer is; null where it is not. */
  readonly pointed: number | null;
  readonly onPoint: (value: number | null) => void;
  readonly onValue: (value: number) => void;
}

const height = 248;
const edge = { left: 44, right: 14, top: 12, bottom: 44 };
const shares = [0, 0.25, 0.5, 0.75, 1];
const tickSteps = [0.5, 1, 2, 5, 10, 20, 30, 60, 90];
/** At most this many spaces between two labels. */
const mostSpaces = 6;

/** Shares over the range of a slider. The legend beside it has the figures, which a pointer here chooses. */
export function RobustnessChart(props: RobustnessChartProps) {
  const { change, curves, value, pointed, onPoint, onValue } = props;
  const { from, to, label, unit } = change;
  const picture = useRef<SVGSVGElement>(null);
  const width = useWidth(picture);
  const x = (at: number) => edge.left + ((at - from) / (to - from)) * (width - edge.left - edge.right);
  const y = (share: number) => edge.top + (1 - share) * (height - edge.top - edge.bottom);
  const shown = pointed ?? value;
  const stopAt = (event: PointerEvent<SVGSVGElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const at = from + ((event.clientX - left - edge.left) / (width - edge.left - edge.right)) * (to - from);
    return stopsOf(change).reduce((best, stop) => (Math.abs(stop - at) < Math.abs(best - at) ? stop : best));
  };
  return (
    <svg
      ref={picture}
      className={styles.chart}
      viewBox={`0 0 ${width} ${height}`}
      height={height}
      aria-hidden="true"
      data-testid="robustness-chart"
      onPointerMove={(event) => {
        if (event.buttons === 1) onValue(stopAt(event));
        else onPoint(stopAt(event));
      }}
      onPointerDown={(event) => onValue(stopAt(event))}
      onPointerLeave={() => onPoint(null)}
    >
      {shares.map((share) => (
        <g key={share}>
          <path className={styles.grid} d={`M${edge.left} ${y(share)}H${width - edge.right}`} />
          <text className={styles.tick} x={edge.left - 8} y={y(share) + 4} textAnchor="end">
            {100 * share}
          </text>
        </g>
      ))}
      {ticksOf(change).map((tick) => (
        <text key={tick} className={styles.tick} x={x(tick)} y={height - 26} textAnchor="middle">
          {shortValue(change, tick)}
        </text>
      ))}
      <text
        className={styles.tick}
        x={(edge.left + width - edge.right) / 2}
        y={height - 6}
        textAnchor="middle"
      >
        {t`${label} (${unitText(unit)}); upwards per cent`}
      </text>
      <path className={styles.now} d={`M${x(shown)} ${y(1)}V${y(0)}`} />
      {curves.map(({ key, style, points, mark }) => (
        <g key={key} className={styles.curve} data-kind={style.kind} data-nth={style.nth}>
          <path d={pathOf(points, x, y)} strokeDasharray={dashOf(style)} />
          {style.kind === 'network' &&
            points.map((point) => (
              <CurveDot key={point.value} nth={style.nth} x={x(point.value)} y={y(point.share)} />
            ))}
          {mark && <Mark text={mark} points={points} x={x} y={y} />}
        </g>
      ))}
      {curves.map(({ key, style, points }) => {
        const at = style.kind === 'rival' ? null : points.find((point) => point.value === shown);
        return (
          at && (
            <circle
              key={key}
              className={styles.point}
              data-kind={style.kind}
              cx={x(at.value)}
              cy={y(at.share)}
              r={5}
            />
          )
        );
      })}
    </svg>
  );
}

type Scale = (value: number) => number;

function pathOf(points: readonly SharePoint[], x: Scale, y: Scale): string {
  const places = points.map(({ value, share }) => `${x(value).toFixed(1)} ${y(share).toFixed(1)}`);
  return places.length > 0 ? `M${places.join('L')}` : '';
}

interface MarkProps {
  readonly text: string;
  readonly points: readonly SharePoint[];
  readonly x: Scale;
  readonly y: Scale;
}

function Mark({ text, points, x, y }: MarkProps) {
  const top = points.reduce<SharePoint | null>(
    (best, point) => (!best || point.share > best.share ? point : best),
    null,
  );
  return (
    top && (
      <text className={styles.mark} x={x(top.value)} y={y(top.share) - 4} textAnchor="middle">
        {text}
      </text>
    )
  );
}

/** Round values of the slider, its neutral one among them. */
function ticksOf({ from, to }: WhatIfChange): number[] {
  const step = tickSteps.find((one) => (to - from) / one <= mostSpaces) ?? to - from;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, at) => (first + at) * step);
}

/** In CSS pixels, so that writing and dots are as large on every screen. */
function useWidth(of: React.RefObject<SVGSVGElement | null>): number {
  const [width, setWidth] = useState(560);
  useLayoutEffect(() => {
    const element = of.current;
    if (!element) return;
    const read = () => setWidth(Math.max(240, element.getBoundingClientRect().width));
    read();
    const sizes = new ResizeObserver(read);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [of]);
  return width;
}
