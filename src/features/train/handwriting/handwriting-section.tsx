import { useEffect } from 'react';
import { useStore } from 'zustand/react';
import { syntheticName } from '../../../data/sources/synthetic-source.ts';
import { normalise } from '../../../digits/raster/normalise.ts';
import type { SyntheticDigit } from '../../../digits/synthesis/synthesise.ts';
import type { TrainModel } from '../train-model.ts';
import { HandwritingPanel } from './handwriting-panel.tsx';

/** Styles are chosen one after the other; the data are written anew when one is done. */
const restMs = 500;

/** Synthetic handwriting: all of the data, or mixed into them. */
export function HandwritingSection({ model }: { readonly model: TrainModel }) {
  const { client, probe } = model;
  const { settings, change } = useStore(model.settings);
  const alone = useStore(client.store, ({ data }) => data?.name === syntheticName);
  const underWay = useStore(client.store, ({ status }) => status.goesOn);
  const resting = useStore(client.store, ({ status }) => status.runId === null);
  const { stylesOff } = settings;

  // A run keeps the data that it has; the next one begins with the styles of then.
  useEffect(() => {
    if (!alone || !resting) return;
    const timer = setTimeout(() => client.takeSource('synthetic', stylesOff), restMs);
    return () => clearTimeout(timer);
  }, [client, alone, resting, stylesOff]);

  const pick = ({ style, drawing }: SyntheticDigit) => {
    const digit = normalise(drawing)?.digit;
    if (digit) probe.getState().pick(digit, `Synthetic ${style}`);
  };
  return (
    <HandwritingPanel settings={settings} onChange={change} alone={alone} underWay={underWay} onPick={pick} />
  );
}
