import { useEffect, useState } from 'react';
import { useStore } from 'zustand/react';
import type { DistortionPreview } from '../../../run/contract.ts';
import type { TrainModel } from '../train-model.ts';
import { copyLink } from './copy-link.ts';
import { isUsual } from './settings-address.ts';
import { SettingsPanel } from './settings-panel.tsx';

/** The settings of the run under way, or of the next one. */
export function SettingsSection({ model }: { readonly model: TrainModel }) {
  const { settings, change } = useStore(model.settings);
  const underWay = useStore(model.client.store, (view) => view.status.goesOn);
  const another = useStore(model.client.store, ({ status }) => status.settings.network !== settings.network);
  return (
    <SettingsPanel
      another={another}
      settings={settings}
      onChange={change}
      usual={isUsual(settings)}
      underWay={underWay}
      onCopyLink={() => void copyLink(model)}
      preview={usePreview(model)}
    />
  );
}

const previewRestMs = 120;

/** What the distortion makes of some digits; null until the worker has made some. */
function usePreview({ client, settings }: TrainModel): DistortionPreview | null {
  const chosen = useStore(settings, (state) => state.settings);
  // Of the data, or of samples before any has arrived.
  const digits = useStore(client.store, ({ data }) => data && `${data.name} ${data.parts.train.images > 0}`);
  const [preview, setPreview] = useState<DistortionPreview | null>(null);
  useEffect(() => {
    if (digits === null) return;
    let wanted = true;
    const resting = setTimeout(() => {
      // Null where the worker died: the client says so, and the next change asks again.
      void client.preview(chosen).then((made) => wanted && made && setPreview(made));
    }, previewRestMs);
    return () => {
      wanted = false;
      clearTimeout(resting);
    };
  }, [client, chosen, digits]);
  return preview;
}
