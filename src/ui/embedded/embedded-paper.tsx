import { type ReactNode, useSyncExternalStore } from 'react';
import type { ReaderClient } from '../../lab/reading/client.ts';
import { t } from '../../language/language.ts';
import { AnswerPanel } from '../answer/answer-panel.tsx';
import { Button } from '../controls/button.tsx';
import { stateWords } from '../device/state-text.ts';
import { DrawPad } from '../draw-pad/draw-pad.tsx';
import { DrawActions } from '../draw-pad/draw-tools.tsx';
import type { DrawingModelStore } from '../draw-pad/model.ts';
import { Part } from '../part/part.tsx';
import styles from './embedded-paper.module.css';

interface EmbeddedPaperProps {
  readonly store: DrawingModelStore;
  readonly reader: ReaderClient;
  /** Lies over the paper. */
  readonly children?: ReactNode;
}

/** The paper of a part that another site shows, with the answer beside or below it. */
export function EmbeddedPaper({ store, reader, children }: EmbeddedPaperProps) {
  const status = useSyncExternalStore(reader.subscribe, reader.status);
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  return (
    <div className={styles.paper}>
      <section className={styles.pad} aria-label={t`Paper`}>
        <div className={styles.sheet}>
          <DrawPad store={store} />
          {children}
        </div>
        <DrawActions store={store} />
      </section>
      <Part name={t`The answer`} resetKey={reading}>
        <AnswerPanel
          answer={reading?.answer ?? null}
          revision={reading?.revision ?? null}
          waiting={stateWords[status.state]}
        />
      </Part>
      {status.state === 'failed' && (
        <div role="alert">
          <p>{status.message}</p>
          <Button onClick={() => reader.retry()}>{t`Try again`}</Button>
        </div>
      )}
    </div>
  );
}
