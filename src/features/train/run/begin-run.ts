import type { RunSettings } from '../../../run/settings/run-settings.ts';
import { nothingWritten } from '../../../run/written-share.ts';
import type { TrainModel } from '../train-model.ts';

/** Begins a run with the settings of the page; where there is nothing to learn from, the page says so instead. */
export function beginRun(
  { client, settings }: Pick<TrainModel, 'client' | 'settings'>,
  begin: (settings: RunSettings) => void = client.start,
): void {
  const { settings: wanted, refuse } = settings.getState();
  const { data, status } = client.store.getState();
  const refusal = status.state === 'paused' ? null : nothingWritten(data?.name ?? '', wanted);
  if (refusal) refuse(refusal);
  else begin(wanted);
}
