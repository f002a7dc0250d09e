import type { ReactNode } from 'react';
import { t } from '../../language/language.ts';
import { Segmented } from '../../ui/controls/segmented.tsx';
import { DrawActions, DrawTools } from '../../ui/draw-pad/draw-tools.tsx';
import type { Paper } from '../../ui/draw-pad/model.ts';
import styles from './draw-page.module.css';
import type { DrawingStore } from './drawing-store.ts';

const papers = (): readonly { readonly value: Paper; readonly label: string }[] => [
  { value: 'digit', label: t`Digit` },
  { value: 'number', label: t`Number` },
];

/** Below the hint on an empty paper. */
export const digitPromise = () => t`LeNet-5 reads it while you draw, and shows you every layer`;

interface DrawPaperProps {
  readonly store: DrawingStore;
  readonly paper: Paper;
  readonly onChoosePaper: (paper: Paper) => void;
  readonly actions: {
    readonly onSavePng: () => void;
    readonly onCopyLink: () => void;
    readonly onOpenPicture: (file: File) => void;
  };
  /** On a phone, in the line above the paper. */
  readonly beside?: ReactNode;
  /** What one draws on. */
  readonly children: ReactNode;
}

/** The paper with its tools, and what it is for: a digit or a number. */
export function DrawPaper({ store, paper, onChoosePaper, actions, beside, children }: DrawPaperProps) {
  return (
    <section className={styles.paper} aria-label={t`Paper`}>
      <div className={styles.pad}>
        <div className={styles.choice}>
          <Segmented label={t`What you write`} options={papers()} value={paper} onChange={onChoosePaper} />
          {beside}
        </div>
        {children}
      </div>
      <DrawTools store={store} />
      <DrawActions store={store} upright {...actions} />
    </section>
  );
}
