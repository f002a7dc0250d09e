import { useEffect, useState } from 'react';
import { useStore } from 'zustand/react';
import { t } from '../../../language/language.ts';
import { defaultSettings } from '../../../run/settings/run-settings.ts';
import { dataTitle } from '../../../storage/stored-titles.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { changeWords } from '../settings/setting-words.ts';
import type { TrainModel } from '../train-model.ts';
import { beginRun } from './begin-run.ts';
import styles from './run-origin.module.css';
import { asksForStart, wouldDisturb } from './start-link.ts';

/** Time to read what will start, and to stop it. */
const waitSeconds = 5;

/** Shows what the link of this page starts, starts it after a moment, and offers it where another run is there. */
export function StartLinkBanner({ model }: { readonly model: TrainModel }) {
  const { client } = model;
  const asked = useAsked();
  const [done, setDone] = useState<'started' | 'cancelled' | null>(null);
  const [left, setLeft] = useState(waitSeconds);
  const disturbs = useStore(client.store, wouldDisturb);
  const data = useStore(client.store, (view) => view.data?.name);
  const settings = useStore(model.settings, (state) => state.settings);
  const counting = asked && done === null && disturbs === false;
  const [counted, setCounted] = useState(false);
  if (counting && !counted) setCounted(true);
  // Somebody has pressed Start or resumed a run meanwhile.
  if (counted && done === null && disturbs) setDone('cancelled');

  useEffect(() => {
    if (!counting) return;
    const timer = setInterval(() => setLeft((before) => before - 1), 1_000);
    return () => clearInterval(timer);
  }, [counting]);
  useEffect(() => {
    if (!counting || left > 0) return;
    setDone('started');
    beginRun(model);
  }, [counting, left, model]);

  if (!asked || done === 'cancelled') return null;
  const chosen = changeWords(defaultSettings, settings) || t`the default settings`;
  const what = data ? t`${chosen}, on ${dataTitle(data)}` : chosen;
  const start = () => {
    setDone('started');
    beginRun(model);
  };
  return (
    <div className={styles.origin} data-testid="start-link">
      {done === 'started' ? (
        <p>{t`This link started a run: ${what}.`}</p>
      ) : (
        <>
          <p className="visually-hidden" role="status">
            {disturbs === false && t`A run starts in ${waitSeconds} seconds, unless you cancel it`}
          </p>
          <p>
            {disturbs === true
              ? t`This link starts a run: ${what}. There is a run here already, so nothing has started. Press Start for a new run.`
              : t`A run starts in ${left} s: ${what}.`}
          </p>
          {disturbs === false && (
            <span className={styles.buttons}>
              <Button onClick={() => setDone('cancelled')}>{t`Cancel`}</Button>
              <Button onClick={start}>{t`Start now`}</Button>
            </span>
          )}
        </>
      )}
    </div>
  );
}

/** Whether the address asked for it when the page was opened; a reload does not start a run once more. */
function useAsked(): boolean {
  const [asked] = useState(() => asksForStart(window.location.hash));
  useEffect(() => {
    if (!asked) return;
    const address = new URL(window.location.href);
    address.hash = '#/train';
    window.history.replaceState(window.history.state, '', address);
  }, [asked]);
  return asked;
}
