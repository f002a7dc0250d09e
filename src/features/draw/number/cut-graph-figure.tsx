import { useLayoutEffect, useRef, useState } from 'react';
import type { Drawing } from '../../../digits/drawing/drawing.ts';
import type { NumberReading } from '../../../digits/number/read-number.ts';
import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { formatFixed } from '../../../lib/format.ts';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import styles from './cut-graph-figure.module.css';
import { layoutGraph } from './graph-layout.ts';

interface CutGraphFigureProps {
  readonly reading: NumberReading;
  /** The drawing that was read. */
  readonly drawing: Drawing;
}

/** The graph of candidate cuts, with the path that reads the number. */
export function CutGraphFigure({ reading, drawing }: CutGraphFigureProps) {
  const figure = useRef<HTMLElement>(null);
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const element = figure.current;
    if (!element) return;
    const sizes = new ResizeObserver(() => setRoom(element.clientWidth));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  const { width, height, lineY, cuts, columns, arcs } = layoutGraph(reading, drawing, room);
  const words = graphWords(reading);
  return (
    <figure ref={figure} className={styles.figure}>
      <figcaption className={styles.caption}>{words}</figcaption>
      {room > 0 && (
        <div className={styles.scroller}>
          <svg width={width} height={height} role="img" aria-label={words} className={styles.graph}>
            <line className={styles.line} x1={cuts[0]?.x} x2={cuts.at(-1)?.x} y1={lineY} y2={lineY} />
            {cuts.map(({ x, used }) => (
              <circle key={x} className={styles.cut} data-used={used} cx={x} cy={lineY} r={used ? 3 : 2} />
            ))}
            {columns.map(({ x, path, filled, transform }) => (
              <path key={x} className={styles.ink} data-filled={filled} d={path} transform={transform} />
            ))}
            {arcs.map(({ at, path, label, labelX, labelY, best }) => (
              <g key={at} className={styles.arc} data-best={best}>
                <path d={path} />
                <text x={labelX} y={labelY}>
                  {label}
                </text>
              </g>
            ))}
          </svg>
        </div>
      )}
      <Disclosure summary={t`As a table`}>
        <p className={styles.caption}>
          {t`Cost counts what speaks against a digit: a doubtful network, an unusual size, gaps and cuts. Lower is better, and clear digits cost less than zero.`}
        </p>
        <div className={styles.scroller}>
          <CutTable reading={reading} />
        </div>
      </Disclosure>
    </figure>
  );
}

/** Cheaper ones first; more than these are never on the path. */
const mostRows = 24;

function CutTable({ reading: { hypotheses, path } }: { readonly reading: NumberReading }) {
  const rows = hypotheses
    .map((hypothesis, at) => ({ ...hypothesis, at, best: path.includes(at) }))
    .sort((a, b) => Number(b.best) - Number(a.best) || a.cost - b.cost)
    .slice(0, Math.max(mostRows, path.length))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t`Pieces`}</th>
          <th scope="col">{t`Read as`}</th>
          <th scope="col">{t`Cost`}</th>
          <th scope="col">{t`Best path`}</th>
        </tr>
      </thead>
      <tbody translate="no">
        {rows.map(({ at, from, to, digit, answer, cost, best }) => (
          <tr key={at} data-best={best}>
            <td>{to === from + 1 ? to : t`${from + 1} to ${to}`}</td>
            <td>{digit === null ? t`passed over` : answer?.kind === 'none' ? t`${digit}, unsure` : digit}</td>
            <td>{formatFixed(cost, 1)}</td>
            <td>{best && t`yes`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function graphWords({ pieces, hypotheses, best, runnerUp }: NumberReading): string {
  const [inked, made] = [pieces.length, hypotheses.length];
  const ways = [
    plural(inked)`${inked} piece of ink | ${inked} pieces of ink`,
    plural(made)`${made} way to make digits of them | ${made} ways to make digits of them`,
  ].join(', ');
  if (!best) return `${ways}.`;
  const path = runnerUp
    ? t`The best path reads ${best.text}, the second ${runnerUp.text}.`
    : t`The best path reads ${best.text}.`;
  return `${ways}. ${path}`;
}
