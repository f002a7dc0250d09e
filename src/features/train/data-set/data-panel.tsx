import {
  type DataStatus,
  type PartName,
  type PartStatus,
  partNames,
} from '../../../data/sources/digit-source.ts';
import { dataTitle } from '../../../data/sources/synthetic-source.ts';
import { t } from '../../../language/language.ts';
import { formatCount } from '../../../lib/format.ts';
import { formatBytes } from '../../../lib/format-bytes.ts';
import type { BuiltInSource } from '../../../run/contract.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import { FileButton } from '../../../ui/controls/file-button.tsx';
import { ProgressBar } from '../../../ui/controls/progress-bar.tsx';
import styles from './data-panel.module.css';

interface DataPanelProps {
  readonly data: DataStatus | null;
  readonly onLoad: () => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onSource: (source: BuiltInSource) => void;
  readonly onDeleteCache: () => void;
}

const partWords: Readonly<Record<PartName, string>> = {
  train: t`Training images`,
  test: t`Test images`,
};

/** What the network learns from: how much of it is here, from where, and what went wrong on the way. */
export function DataPanel({ data, onLoad, onFiles, onSource, onDeleteCache }: DataPanelProps) {
  const parts = data ? partNames.map((name) => data.parts[name]) : [];
  const waiting = parts.every(({ state }) => state === 'waiting');
  const failed = parts.some(({ state }) => state === 'failed');
  const complete = parts.length > 0 && parts.every(({ state }) => state === 'complete');
  const problems = data?.problems ?? [];
  // What stopped the run comes first: other parts go on loading, and have troubles of their own.
  const failure = parts.find((part) => part.failure !== undefined)?.failure;
  const mnist = !data || data.name === 'MNIST';
  return (
    <section className={styles.panel} aria-label={t`Data`} data-testid="data">
      <div className={styles.head}>
        <h3>{data ? dataTitle(data.name) : 'MNIST'}</h3>
        <p className={styles.note}>
          {t`Or drop IDX files of 28 × 28 images and labels. Nothing leaves this device.`}
        </p>
      </div>
      {partNames.map((name) => (
        <Part key={name} name={name} part={data?.parts[name] ?? null} />
      ))}
      <div className={styles.buttons}>
        {failed && <Button onClick={onLoad}>{t`Try again`}</Button>}
        {waiting && mnist && <Button onClick={onLoad}>{t`Load now`}</Button>}
        <FileButton onFiles={onFiles}>{t`Use IDX files…`}</FileButton>
        {mnist && !failed && (
          <Button onClick={() => onSource('synthetic')}>{t`Synthetic handwriting`}</Button>
        )}
        {!mnist && <Button onClick={() => onSource('mnist')}>{t`Back to MNIST`}</Button>}
        {data?.cachedBytes != null && (
          <Button onClick={onDeleteCache}>{t`Delete the stored ${formatBytes(data.cachedBytes)}`}</Button>
        )}
      </div>
      {problems.length > 0 && (
        <div className={styles.problems} data-over={complete} role={failed ? 'alert' : undefined}>
          {!complete && <p>{failure ?? problems.at(-1)}</p>}
          {(complete || problems.length > 1) && (
            <Disclosure summary={t`Loading problems (${problems.length})`}>
              <ol>
                {[...new Set(problems)].map((problem) => (
                  <li key={problem}>{problem}</li>
                ))}
              </ol>
            </Disclosure>
          )}
        </div>
      )}
      {mnist && failed && (
        <div className={styles.offer}>
          <p>{t`You can train without MNIST, on synthetic digits generated on this device.`}</p>
          <Button kind="primary" icon="pen" onClick={() => onSource('synthetic')}>
            {t`Synthetic handwriting`}
          </Button>
        </div>
      )}
    </section>
  );
}

function Part({ name, part }: { readonly name: PartName; readonly part: PartStatus | null }) {
  const label = partWords[name];
  return (
    <div
      className={styles.part}
      data-part={name}
      data-state={part?.state ?? 'waiting'}
      data-images={part?.images ?? 0}
    >
      <span className={styles.name}>{label}</span>
      <span className={styles.images} translate="no">
        {imagesText(part)}
      </span>
      <ProgressBar label={label} share={part ? shareOf(part) : 0} quiet={part?.state !== 'loading'} />
      <span className={styles.from}>{part ? fromText(part) : t`Loaded when a run starts`}</span>
    </div>
  );
}

function shareOf({ state, bytes, totalBytes, images, totalImages }: PartStatus): number | null {
  if (state === 'complete') return 1;
  if (totalImages) return images / totalImages;
  if (totalBytes) return Math.min(1, bytes / totalBytes);
  return state === 'loading' ? null : 0;
}

function imagesText(part: PartStatus | null): string {
  if (!part || (part.images === 0 && part.totalImages === null)) return '–';
  if (part.state === 'complete') return formatCount(part.images);
  return t`${formatCount(part.images)} of ${part.totalImages === null ? '?' : formatCount(part.totalImages)}`;
}

function fromText({ state, from, bytes, totalBytes }: PartStatus): string {
  const size =
    totalBytes === null ? formatBytes(bytes) : t`${formatBytes(bytes)} of ${formatBytes(totalBytes)}`;
  switch (state) {
    case 'waiting':
      return t`Loaded when a run starts`;
    case 'loading':
      return from === null ? t`Looking for a source` : t`${size}, from ${from}`;
    case 'complete':
      if (from === null) return bytes > 0 ? formatBytes(bytes) : '';
      return bytes > 0 ? t`${formatBytes(bytes)}, from ${from}` : t`from ${from}`;
    case 'failed':
      return t`No source responded`;
  }
}
