import { useEffect, useRef, useSyncExternalStore } from 'react';
import { t } from '../../language/language.ts';
import { loadable } from '../../ui/part/loadable.ts';
import { Part } from '../../ui/part/part.tsx';
import { isComparing } from './compare/compare-address.ts';
import { OneRun } from './one-run.tsx';
import type { TrainModel } from './train-model.ts';
import styles from './train-page.module.css';

interface TrainPageProps {
  readonly model: TrainModel;
}

const ComparePage = loadable(async () => (await import('./compare/compare-page.tsx')).ComparePage);

/** Train a network and see it learn, or two side by side: the address says which. */
export function TrainPage({ model }: TrainPageProps) {
  const compares = useSyncExternalStore(onHashChange, () => isComparing(window.location.hash));
  const shown = useRef(compares);
  useEffect(() => model.open(), [model]);
  // As for another page: the link that led here is gone, and what it led to begins at its top.
  useEffect(() => {
    if (shown.current === compares) return;
    shown.current = compares;
    window.scrollTo(0, 0);
    document.querySelector('main')?.parentElement?.focus({ preventScroll: true });
  }, [compares]);
  return compares ? (
    <Part name={t`The comparison`} waiting={<main className={styles.page} aria-busy="true" />}>
      <ComparePage model={model} />
    </Part>
  ) : (
    <OneRun model={model} />
  );
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
