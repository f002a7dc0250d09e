import { t } from '../../../language/language.ts';
import { copyText } from '../../../ui/copy-text.ts';
import { startAddress } from '../run/start-link.ts';
import type { TrainModel } from '../train-model.ts';

export const linkCopied = t`Link copied. It opens this page with these settings.`;

/** The address holds the settings and the choice of data already. */
export async function copyLink({ settings }: TrainModel): Promise<void> {
  const copied = await copyText(window.location.href);
  settings.getState().notify(copied ? linkCopied : copyBlocked);
}

const copyBlocked = t`Copying is blocked by this browser. Copy the link from the address bar.`;

/** For a class: who opens it has the run started. */
export async function copyStartLink({ settings }: TrainModel): Promise<void> {
  const address = startAddress(window.location.href);
  const text = (await copyText(address))
    ? t`Link copied. It starts a run with these settings after a few seconds.`
    : t`Copying is blocked by this browser. The link is ${address}`;
  settings.getState().notify(text);
}
