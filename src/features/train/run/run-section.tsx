import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand/react';
import { t } from '../../../language/language.ts';
import type { RunSettings } from '../../../run/settings/run-settings.ts';
import { compareHref } from '../compare/compare-address.ts';
import { isBeforeRuns } from '../example/use-example.ts';
import { showTest } from '../test/test-section.tsx';
import type { TrainModel } from '../train-model.ts';
import styles from '../train-page.module.css';
import { beginRun } from './begin-run.ts';
import type { RunActions } from './run-actions.ts';
import { RunBar } from './run-bar.tsx';
import { epochWords } from './run-text.ts';

/** What the run does, and what can be done with it. */
export function RunSection({ model: { client, settings, example } }: { readonly model: TrainModel }) {
  const told = useStore(client.store, (view) => view.status);
  const auto = useStore(client.store, (view) => view.auto);
  const tested = useStore(client.store, (view) => view.tested);
  const heard = useStore(client.store, (view) => epochWords(view.status, view.curves));
  // Steps that wait for images tell nothing of the time that is left.
  const loading = useStore(client.store, ({ data }) => data?.parts.train.state === 'loading');
  const chosen = useStore(settings, (state) => state.settings);
  // Before there is a run, the worker does not know what the next one will be.
  const status = told.runId === null ? { ...told, settings: chosen, epochs: chosen.epochs } : told;
  const actions: RunActions = useMemo(() => {
    const begin = (how: (settings: RunSettings) => void) => beginRun({ client, settings }, how);
    return {
      start: () => begin(client.start),
      pause: client.pause,
      resume: client.resume,
      step: () => begin(client.step),
      stop: client.stop,
      reset: () => client.reset(settings.getState().settings),
    };
  }, [client, settings]);
  const onStartSoon = useCallback(
    (soon: boolean) => {
      if (soon && isBeforeRuns(client.store.getState())) example.play();
      else example.rest();
    },
    [client, example],
  );
  return (
    <div className={styles.run}>
      <RunBar
        status={loading ? { ...status, secondsLeft: null } : status}
        actions={actions}
        auto={auto}
        tested={tested}
        epochWords={heard}
        onResult={showTest}
        also={<a href={compareHref}>{t`Compare two runs`}</a>}
        onStartSoon={onStartSoon}
      />
    </div>
  );
}
