import { useEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import type { ReaderClient } from '../../../lab/reading/client.ts';
import { t } from '../../../language/language.ts';
import { useReader } from '../../../ui/answering/use-reader.ts';
import { EmbeddedPaper } from '../../../ui/embedded/embedded-paper.tsx';
import { NetworkView } from '../../../ui/network/network-view.tsx';
import { NoticeBar } from '../../../ui/notices/notice-bar.tsx';
import { Part } from '../../../ui/part/part.tsx';
import type { DrawingStore } from '../drawing-store.ts';
import { useInvitation } from '../invitation/use-invitation.ts';
import styles from './embedded-figure.module.css';

interface EmbeddedFigureProps {
  readonly store: DrawingStore;
  readonly reader: ReaderClient;
  readonly invite: () => boolean;
}

/** The figure of the network as another site shows it, with a paper to draw on. */
export function EmbeddedFigure({ store, reader, invite }: EmbeddedFigureProps) {
  const status = useSyncExternalStore(reader.subscribe, reader.status);
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  const { notice, dismissNotice } = useStore(store);
  const activations = useReader(reader, store);
  useEffect(() => reader.start(), [reader]);
  useInvitation(store, reading !== null, invite);
  const answer = reading?.answer ?? null;
  return (
    <main className={styles.page}>
      <EmbeddedPaper store={store} reader={reader} />
      <Part name={t`The picture of the network`}>
        <NetworkView
          source={activations}
          parameters={status.state === 'ready' ? status.parameters : null}
          refusal={answer?.kind === 'none' ? answer.reason : null}
        />
      </Part>
      <NoticeBar text={notice} onDismiss={dismissNotice} />
    </main>
  );
}
