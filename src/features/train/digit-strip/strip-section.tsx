import { useStore } from 'zustand/react';
import { t } from '../../../language/language.ts';
import type { TrainModel } from '../train-model.ts';
import styles from '../train-page.module.css';
import { DigitStrip } from './digit-strip.tsx';

/** Test digits and what the network of now says to them, once there is a run. */
export function StripSection({ model }: { readonly model: TrainModel }) {
  const strip = useStore(model.client.store, (view) => view.strip);
  const begun = useStore(model.client.store, ({ status }) => status.runId !== null);
  const { pick } = model.probe.getState();
  if (!begun) return null;
  return (
    <section className={styles.strip} aria-label={t`Test digits`}>
      <h2>{t`Predictions on test digits`}</h2>
      <DigitStrip strip={strip} onPick={pick} />
    </section>
  );
}
