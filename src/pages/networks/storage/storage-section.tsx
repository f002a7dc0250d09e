import { useCallback, useEffect, useState } from 'react';
import { formatBytes } from '../../../lib/format.ts';
import { askToPersist, type Persistence, persistence, storageRoom } from '../../../storage/persistence.ts';
import { Button } from '../../../ui/controls/button.tsx';
import type { NetworksModel } from '../networks-model.ts';
import pageStyles from '../networks-page.module.css';
import styles from './storage-section.module.css';
import { StoredRow } from './stored-row.tsx';

export interface StorageSectionProps {
  readonly model: NetworksModel;
}

const persistenceWords: Readonly<Record<Persistence, string>> = {
  granted: 'The browser keeps all of it until you delete it.',
  refused: 'The browser may delete it when its disk space runs short.',
  unknown: 'This browser does not tell whether it may delete it by itself.',
};

/** What this site keeps in the browser: how much of what, and how to be rid of it. */
export function StorageSection({ model }: StorageSectionProps) {
  const [room, setRoom] = useState<string | null>(null);
  const [lasting, setLasting] = useState<Persistence | null>(null);
  const [round, setRound] = useState(0);
  const { library } = model;

  const look = useCallback(() => {
    void persistence().then(setLasting);
    void storageRoom().then((told) =>
      setRoom(told && `${formatBytes(told.used)} of at most ${formatBytes(told.most)}`),
    );
    setRound((before) => before + 1);
  }, []);
  useEffect(() => {
    look();
    // Another network, another amount; runs and data change while another page is shown.
    let networks = library.view().networks;
    const stop = library.subscribe(() => {
      if (library.view().networks !== networks) look();
      networks = library.view().networks;
    });
    return stop;
  }, [library, look]);

  const ask = async () => {
    const answer = await askToPersist();
    setLasting(answer);
    const text = answer === 'granted' ? persistenceWords.granted : 'The browser did not grant it this time.';
    model.state.setState({ notice: { text } });
  };
  return (
    <section className={pageStyles.section} aria-labelledby="storage-title" data-testid="storage">
      <h2 id="storage-title">Storage</h2>
      <div className={styles.head}>
        <p className={pageStyles.lead}>
          {room === null
            ? 'All of this lies in this browser only.'
            : `The browser counts ${room} for this site.`}{' '}
          <span data-testid="persistence">{lasting && persistenceWords[lasting]}</span>
        </p>
        {lasting === 'refused' && <Button onClick={() => void ask()}>Ask the browser to keep it</Button>}
      </div>
      <ul className={styles.entries}>
        {model.stored.map((entry) => (
          <StoredRow key={entry.id} model={model} entry={entry} round={round} onChange={look} />
        ))}
      </ul>
    </section>
  );
}
