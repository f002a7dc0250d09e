import { paperSize, widePaper } from '../../../digits/drawing/drawing.ts';
import type { NumberReading } from '../../../digits/number/read-number.ts';
import styles from './cut-marks.module.css';

const { top, bottom } = widePaper;

/** Where the number was cut, over the ink on the wide paper, with the digits below it. */
export function CutMarks({ digits }: Pick<NumberReading, 'digits'>) {
  return (
    <svg
      className={styles.marks}
      viewBox={`0 ${top} ${paperSize} ${bottom - top}`}
      aria-hidden="true"
      data-testid="cut-marks"
    >
      {digits.map(({ digit, bounds }, place) => {
        const next = digits[place + 1]?.bounds;
        const cut = next && (bounds.right + next.left) / 2;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a digit is its place in the number
          <g key={place}>
            {cut !== undefined && <line x1={cut} x2={cut} y1={top} y2={bottom} />}
            <text x={(bounds.left + bounds.right) / 2} y={bottom - 40}>
              {digit}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
