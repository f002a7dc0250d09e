import { useState } from 'react';
import { useStore } from 'zustand/react';
import { Button } from '../../../ui/controls/button.tsx';
import type { TrainModel } from '../train-model.ts';
import { shownNetwork } from './saved-network.ts';

/** Keeps the network that is shown, of now or of a moment of the timeline, in the library. */
export function SaveNetwork({ model }: { readonly model: TrainModel }) {
  const { store } = model.client;
  const there = useStore(store, ({ moment, status }) => moment !== null && moment.runId === status.runId);
  const [saving, setSaving] = useState(false);
  const save = async () => {
    const network = shownNetwork(store.getState());
    if (!network) return;
    const tell = (notice: string) => store.setState({ notice });
    setSaving(true);
    const saved = await model.saveNetwork(network);
    setSaving(false);
    if (!saved.ok) return tell(`The network could not be saved: ${saved.reason}.`);
    const told = `Saved as “${saved.record.name}”. You will find it under Networks.`;
    tell(told);
    const persistence = await saved.persistence;
    if (persistence === 'refused' && store.getState().notice === told) {
      tell(`${told} This browser may delete it when space runs short. Export it to be safe.`);
    }
  };
  return (
    <Button icon="save" disabled={!there || saving} onClick={() => void save()}>
      Save network
    </Button>
  );
}
