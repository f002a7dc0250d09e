import { useMemo } from 'react';
import { KernelsPanel } from '../../ui/kernels/kernels-panel.tsx';
import type { KernelMoment } from '../../ui/kernels/live-kernels.ts';
import { exampleNote, exampleOf, subscribeBoth, useExampleOf } from './example/use-example.ts';
import { useShownArchitecture } from './network/shown-architecture.ts';
import type { TrainModel } from './train-model.ts';
import styles from './train-page.module.css';

/** The kernels of the network that the page shows; before there is one, those of the recorded run. */
export function KernelsSection({ model }: { readonly model: TrainModel }) {
  const { store } = model.client;
  const source = useMemo(() => {
    let shown: { moment: unknown; kernels: KernelMoment | null } = { moment: null, kernels: null };
    return {
      subscribe: subscribeBoth(model),
      latest: () => {
        const recorded = exampleOf(model);
        if (recorded) return recorded.kernels;
        const { moment } = store.getState();
        if (moment !== shown.moment) {
          const kernels = moment && { weights: moment.parameters, gradient: moment.gradient };
          shown = { moment, kernels };
        }
        return shown.kernels;
      },
    };
  }, [model, store]);
  const recorded = useExampleOf(model);
  const shown = useShownArchitecture(model);
  // The example is a run of the usual network.
  const architecture = recorded ? undefined : shown;
  return (
    <div className={recorded ? styles.example : undefined}>
      <KernelsPanel
        {...(architecture && { architecture })}
        source={source}
        note={recorded ? exampleNote : undefined}
      />
    </div>
  );
}
