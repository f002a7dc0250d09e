import { useRef } from 'react';
import { t } from '../../../language/language.ts';
import { formatBytes } from '../../../lib/format-bytes.ts';
import type { StoredAmount, StoredEntry, StoredItem } from '../../../storage/stored.ts';
import { ConfirmButton } from '../../../ui/controls/confirm-button.tsx';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import { notify } from '../network-actions.ts';
import type { NetworksModel } from '../networks-model.ts';
import styles from './storage-section.module.css';

interface StoredRowProps {
  readonly model: NetworksModel;
  readonly entry: StoredEntry;
  readonly amount: StoredAmount | null;
  readonly onChange: () => void;
}

/** One kind of stored thing: what there is of it, how large it is, and how to delete one or all. */
export function StoredRow({ model, entry, amount, onChange }: StoredRowProps) {
  const row = useRef<HTMLLIElement>(null);

  const remove = async (items: readonly string[] | null, name: string) => {
    const deleted = await entry.remove(items);
    const takeBack = deleted.ok ? deleted.undo : undefined;
    const undo = async () => {
      const back = await takeBack?.();
      notify(
        model,
        back?.ok === false ? t`${name}: could not be brought back. ${back.reason}.` : t`${name}: back again.`,
      );
      onChange();
    };
    const text = deleted.ok ? t`${name}: deleted.` : t`${name}: not deleted. ${deleted.reason}.`;
    notify(model, text, takeBack && undo);
    onChange();
    // The button that was pressed may be gone.
    if (!row.current?.contains(document.activeElement)) row.current?.focus();
  };

  const items = amount?.items ?? [];
  const deletable =
    amount !== null && amount.bytes !== 0 && !(items.length > 0 && items.every(({ held }) => held));
  return (
    <li ref={row} className={styles.entry} tabIndex={-1} data-testid={`stored-${entry.id}`}>
      <span className={styles.name}>{entry.name}</span>
      <span className={styles.what}>
        {amount?.words ?? ''}
        {entry.used && amount !== null && amount.bytes !== 0 && (
          <>
            , <a href={entry.used.href}>{entry.used.text}</a>
          </>
        )}
      </span>
      <span className={styles.size} translate="no">
        {amount === null ? '' : sizeText(amount.bytes)}
      </span>
      {deletable && (
        <ConfirmButton
          label={items.length > 1 ? t`Delete all` : t`Delete`}
          name={entry.name}
          confirm={entry.undoable !== true}
          onConfirm={() => void remove(null, entry.name)}
        />
      )}
      {items.length > 0 && (
        <div className={styles.items}>
          <Disclosure summary={t`One by one`}>
            <ul>
              {items.map((item) => (
                <ItemRow key={item.id} item={item} onDelete={() => void remove([item.id], item.name)} />
              ))}
            </ul>
          </Disclosure>
        </div>
      )}
    </li>
  );
}

function ItemRow({ item, onDelete }: { readonly item: StoredItem; readonly onDelete: () => void }) {
  return (
    <li className={styles.item}>
      <span>
        {item.name}
        {item.held !== undefined && <span className={styles.held}>, {item.held}</span>}
      </span>
      <span className={styles.size} translate="no">
        {sizeText(item.bytes)}
      </span>
      <ConfirmButton
        label={t`Delete`}
        name={item.name}
        disabled={item.held !== undefined}
        confirm
        onConfirm={onDelete}
      />
    </li>
  );
}

function sizeText(bytes: number | null): string {
  if (bytes === null) return t`not known`;
  return bytes === 0 ? '–' : formatBytes(bytes);
}
