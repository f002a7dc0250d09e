import { type Drawing, type PaperView, paperSize, wholePaper } from '../../digits/drawing/drawing.ts';
import { inkPath } from '../../digits/drawing/ink-path.ts';
import styles from './sample-button.module.css';

interface SampleButtonProps {
  /** What it is, in words: "7 with a bar". */
  readonly name: string;
  /** The same for those who cannot see it, with what they have to know besides. */
  readonly label: string;
  readonly drawing: Drawing;
  /** The part of the paper that is shown; all of it when left out. */
  readonly view?: PaperView;
  readonly onPick: () => void;
  /** In a row that is one stop of the Tab key: whether it is this one. */
  readonly tabIndex?: 0 | -1;
  readonly onFocus?: () => void;
}

/** The paper with a digit or a number on it, to be picked. Its lines are those of the paper on the Draw page. */
export function SampleButton({
  name,
  label,
  drawing,
  view = wholePaper,
  onPick,
  tabIndex,
  onFocus,
}: SampleButtonProps) {
  const { strokes } = drawing;
  const height = view.bottom - view.top;
  return (
    <button
      type="button"
      className={styles.sample}
      style={{ aspectRatio: paperSize / height }}
      aria-label={label}
      title={name}
      tabIndex={tabIndex}
      onFocus={onFocus}
      onClick={onPick}
    >
      <svg className={styles.paper} viewBox={`0 ${view.top} ${paperSize} ${height}`} aria-hidden="true">
        <path d={inkPath(strokes)} strokeWidth={strokes[0]?.width} />
      </svg>
    </button>
  );
}
