import { useState } from 'react';
import type { TrainerView } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import { Button } from '../../../ui/controls/button.tsx';
import type { TrainModel } from '../train-model.ts';
import { shownNetwork } from './saved-network.ts';

interface SaveNetworkProps {
  readonly model: TrainModel;
  /** What shows the network, asked when it is saved; null when nothing does any more. */
  readonly view: () => TrainerView | null;
  /** Whether there is a network to save. */
  readonly there: boolean;
  readonly label?: string;
  /** Behind the name that its run gives it. */
  readonly suffix?: string;
}

/** Keeps the network that is shown, of now or of a moment of the timeline, in the library. */
export function SaveNetwork({ model, view, there, label = t`Save network`, suffix }: SaveNetworkProps) {
  const { store } = model.client;
  const [saving, setSaving] = useState(false);
  const save = async () => {
    const now = view();
    const network = now && shownNetwork(now);
    if (!network) return;
    const tell = (notice: string) => store.setState({ notice });
    setSaving(true);
    const name = suffix === undefined ? network.name : `${network.name}, ${suffix}`;
    const saved = await model.saveNetwork({ ...network, name });
    setSaving(false);
    if (!saved.ok) return tell(t`The network could not be saved: ${saved.reason}.`);
    const told = t`Saved as “${saved.record.name}”. You will find it under Networks.`;
    tell(told);
    const persistence = await saved.persistence;
    if (persistence === 'refused' && store.getState().notice === told) {
      tell(`${told} ${t`This browser may delete it when space runs short. Export it to be safe.`}`);
    }
  };
  return (
    <Button icon="save" disabled={!there || saving} onClick={() => void save()}>
      {label}
    </Button>
  );
}
