import { useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../../../language/language.ts';
import { formatBytes } from '../../../lib/format-bytes.ts';
import {
  askToPersist,
  type Persistence,
  persistence,
  type StorageRoom,
  storageRoom,
} from '../../../storage/persistence.ts';
import type { StoredAmount } from '../../../storage/stored.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import page from '../../../ui/page/page.module.css';
import { useSettled } from '../../../ui/use-settled.ts';
import type { NetworksModel } from '../networks-model.ts';
import pageStyles from '../networks-page.module.css';
import styles from './storage-section.module.css';
import { StoredRow } from './stored-row.tsx';

function persistenceText(persistence: Persistence): string {
  switch (persistence) {
    case 'granted':
      return t`The browser keeps all of it until you delete it.`;
    case 'refused':
      return t`The browser may delete it when its disk space runs short.`;
    case 'unknown':
      return t`This browser does not say whether it may delete this data.`;
  }
}

/** What this site keeps in the browser: how much of what, and how to be rid of it. */
export function StorageSection({ model }: { readonly model: NetworksModel }) {
  const [room, setRoom] = useState<StorageRoom | null>();
  const [lasting, setLasting] = useState<Persistence | null>(null);
  const [amounts, setAmounts] = useState<Readonly<Record<string, StoredAmount>>>({});
  const round = useRef(0);
  const { library, stored } = model;

  const look = useCallback(() => {
    round.current += 1;
    const mine = round.current;
    /** What an earlier look saw may come later. */
    const told =
      <Seen,>(take: (seen: Seen) => void) =>
      (seen: Seen) => {
        if (mine === round.current) take(seen);
      };
    void persistence().then(told(setLasting));
    void storageRoom().then(told(setRoom));
    for (const entry of stored) {
      void entry.look().then(told((amount) => setAmounts((before) => ({ ...before, [entry.id]: amount }))));
    }
  }, [stored]);
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
  const settled = useSettled(
    room !== undefined && lasting !== null && stored.every(({ id }) => amounts[id] !== undefined),
  );

  const ask = async () => {
    const answer = await askToPersist();
    setLasting(answer);
    const text = answer === 'granted' ? persistenceText(answer) : t`The browser declined this time.`;
    model.state.setState({ notice: { text } });
  };
  return (
    <section
      className={pageStyles.section}
      aria-labelledby="storage-title"
      data-testid="storage"
      data-waiting={!settled}
    >
      <h2 id="storage-title">{t`Storage`}</h2>
      <div className={styles.head}>
        <p className={page.lead}>
          {room
            ? t`The browser counts ${formatBytes(room.used)} of at most ${formatBytes(room.most)} for this site.`
            : t`Everything is stored only in this browser.`}{' '}
          <span data-testid="persistence">{lasting && persistenceText(lasting)}</span>
        </p>
        {lasting === 'refused' && (
          <Button onClick={() => void ask()}>{t`Ask the browser to keep this data`}</Button>
        )}
      </div>
      <Disclosure summary={t`See and delete what is stored`}>
        <ul className={styles.entries}>
          {stored.map((entry) => (
            <StoredRow
              key={entry.id}
              model={model}
              entry={entry}
              amount={amounts[entry.id] ?? null}
              onChange={look}
            />
          ))}
        </ul>
      </Disclosure>
    </section>
  );
}
