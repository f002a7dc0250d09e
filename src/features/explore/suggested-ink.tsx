import { useId } from 'react';
import { type Drawing, paperSize, type Stroke } from '../../digits/drawing/drawing.ts';
import { inkPath } from '../../digits/drawing/ink-path.ts';
import type { Change } from '../../explain/smallest-change.ts';
import styles from './suggested-ink.module.css';

interface SuggestedInkProps {
  /** What is on the paper. */
  readonly drawing: Drawing;
  readonly change: Change;
}

/** A change that is suggested, over the paper: the line to add, or the ink to rub out, dotted. */
export function SuggestedInk({ drawing, change }: SuggestedInkProps) {
  const { stroke, erasure } = change;
  return (
    <svg
      className={styles.ink}
      viewBox={`0 0 ${paperSize} ${paperSize}`}
      aria-hidden="true"
      data-testid="suggested-ink"
    >
      {stroke && (
        <>
          <path className={styles.halo} d={inkPath([stroke])} strokeWidth={stroke.width} />
          <path className={styles.line} d={inkPath([stroke])} />
        </>
      )}
      {erasure && <RubbedOut before={drawing} after={change.drawing} erasure={erasure} />}
    </svg>
  );
}

interface RubbedOutProps {
  readonly before: Drawing;
  readonly after: Drawing;
  readonly erasure: NonNullable<Change['erasure']>;
}

/** The paper as it would be around the eraser’s way, with what is gone as dots. */
function RubbedOut({ before, after, erasure }: RubbedOutProps) {
  const mask = useId();
  const { from, to, radius } = erasure;
  // A way of no length has round ends as well.
  const way = `M${from.x} ${from.y}L${to.x + 0.1} ${to.y}`;
  const broadest = before.strokes.reduce((most, { width }) => Math.max(most, width), 0);
  if (before.picture)
    return (
      <>
        <path className={styles.cut} d={way} strokeWidth={2 * radius} />
        <path className={styles.line} d={way} />
      </>
    );
  return (
    <>
      <mask id={mask} maskUnits="userSpaceOnUse" x={0} y={0} width={paperSize} height={paperSize}>
        <path className={styles.seen} d={way} strokeWidth={2 * (radius + broadest)} />
      </mask>
      <g mask={`url(#${mask})`}>
        <g className={styles.paled}>
          <Lines className={styles.cut} strokes={before.strokes} more={40} />
        </g>
        <path className={styles.line} d={inkPath(before.strokes)} />
        <Lines className={styles.kept} strokes={after.strokes} more={0} />
      </g>
    </>
  );
}

type LinesProps = Readonly<{ className: string | undefined; strokes: readonly Stroke[]; more: number }>;

function Lines({ className, strokes, more }: LinesProps) {
  return strokes.map((stroke) => {
    const path = inkPath([stroke]);
    return <path key={path} className={className} d={path} strokeWidth={stroke.width + more} />;
  });
}
