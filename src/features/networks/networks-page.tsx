import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import { t } from '../../language/language.ts';
import { asSentence } from '../../lib/expect.ts';
import { Button } from '../../ui/controls/button.tsx';
import { FileButton } from '../../ui/controls/file-button.tsx';
import { DropVeil } from '../../ui/drop-veil/drop-veil.tsx';
import { NoticeBar } from '../../ui/notices/notice-bar.tsx';
import { PageHead } from '../../ui/page/page-head.tsx';
import { pageWords } from '../../ui/page/page-words.ts';
import { tx } from '../../ui/page/tx.ts';
import { Part } from '../../ui/part/part.tsx';
import { useFilesDrop } from '../../ui/use-files-drop.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { CompareSection } from './compare/compare-section.tsx';
import { importFiles, remove } from './network-actions.ts';
import { NetworkRow } from './network-row.tsx';
import { type NetworksModel, shownNetworks } from './networks-model.ts';
import styles from './networks-page.module.css';
import { StorageSection } from './storage/storage-section.tsx';

/** The library: networks to keep, name, compare, export, answer drawings with and train further. */
export function NetworksPage({ model }: { readonly model: NetworksModel }) {
  const { library, answering } = model;
  const view = useSyncExternalStore(library.subscribe, library.view);
  const answers = useSyncExternalStore(answering.subscribe, answering.id);
  const { shipped, shippedTrouble, notice } = useStore(model.state);
  const list = useRef<HTMLUListElement>(null);
  const onFiles = useCallback((files: readonly File[]) => void importFiles(model, files), [model]);
  const held = useFilesDrop(onFiles);
  useEffect(() => {
    model.loadShipped();
    void library.refresh();
  }, [model, library]);
  const settled = useSettled(
    (view.networks !== null || view.trouble !== null) && (shipped !== null || shippedTrouble !== null),
  );
  const networks = useMemo(() => shownNetworks(view, shipped), [view, shipped]);
  const damaged = (view.networks ?? []).filter((one) => !one.ok);
  // The button that was pressed is gone with its row.
  const toList = () => list.current?.focus({ preventScroll: true });

  return (
    <main className={styles.page} data-waiting={!settled}>
      <section className={styles.section} aria-labelledby="networks-title">
        <PageHead id="networks-title" {...pageWords.networks()}>
          <FileButton onFiles={onFiles}>{t`Import…`}</FileButton>
        </PageHead>
        {view.trouble !== null && (
          <p className={styles.trouble} role="alert" data-testid="library-trouble">
            {t`Your networks cannot be read now: ${view.trouble}. Nothing has been deleted.`}
          </p>
        )}
        <ul
          ref={list}
          className={styles.list}
          tabIndex={-1}
          aria-label={t`Networks`}
          data-testid="network-list"
        >
          {shippedTrouble !== null && !shipped && (
            <li className={styles.damaged} role="alert">
              <p>{t`The built-in network could not be loaded: ${shippedTrouble}.`}</p>
              <Button onClick={model.loadShipped}>{t`Try again`}</Button>
            </li>
          )}
          {networks.map((network) => (
            <Part key={network.id} name={t`“${network.name}”`}>
              <NetworkRow model={model} network={network} answers={network.id === answers} onGone={toList} />
            </Part>
          ))}
          {damaged.map(({ id, reason }) => (
            // Shown, because it takes up room until somebody deletes it.
            <li key={id} className={styles.damaged} data-testid="damaged-network">
              <p>
                {tx`${<b>{t`Damaged network.`}</b>} It cannot be opened, only deleted. ${asSentence(reason)}`}
              </p>
              <Button
                icon="clear"
                onClick={() => void remove(model, [id], t`The damaged network`).then(toList)}
              >
                {t`Delete`}
                <span className="visually-hidden"> {t`the damaged network`}</span>
              </Button>
            </li>
          ))}
        </ul>
      </section>
      <Part name={t`The comparison`} resetKey={networks}>
        {networks.length > 0 && <CompareSection model={model} networks={networks} />}
      </Part>
      <Part name={t`The list of stored data`}>
        <StorageSection model={model} />
      </Part>
      {held && (
        <DropVeil text={t`Drop a network: .onnx, .safetensors, .zip, or model.json with its weights`} />
      )}
      <NoticeBar
        text={notice?.text ?? null}
        onDismiss={() => model.state.setState({ notice: null })}
        action={notice?.action}
      />
    </main>
  );
}
