import type { MappingWorker } from '../../lab/explaining/mapping-contract.ts';
import type { TrainerClient } from '../../lab/training/client.ts';
import { networkChange } from '../../run/settings/run-settings.ts';
import { usualOf } from '../../run/settings/settings-table.ts';
import type { NetworkLibrary } from '../../storage/network-library.ts';
import { syntheticName } from '../../storage/stored-titles.ts';
import type { DrawingModelStore } from '../../ui/draw-pad/model.ts';
import { createExampleRun, type ExampleRun } from './example/example-run.ts';
import { createProbeStore, type ProbeStore } from './network/probe-store.ts';
import { createSettingsStore, type SettingsPlaces, type SettingsStore } from './settings/settings-store.ts';

/** The usual learning rate through this is one to train a network further with. */
const gentler = 10;

/** All that the page shows. It lives outside React, so that it is there again when one comes back. */
export interface TrainModel {
  readonly client: TrainerClient;
  readonly settings: SettingsStore;
  readonly probe: ProbeStore;
  /** What a run looks like, before there is one. */
  readonly example: ExampleRun;
  /** The paper of the Draw page: a probe can be drawn on it. */
  readonly drawing: DrawingModelStore;
  /** Keeps a network in the library. */
  readonly saveNetwork: NetworkLibrary['save'];
  /** What a network says of some test digits. */
  readonly mapDigits: MappingWorker['mapDigits'];
  /** Starts the worker, with the data that the address asks for; once, other calls do nothing. */
  readonly open: () => void;
}

interface TrainModelOptions extends Pick<TrainModel, 'client' | 'drawing' | 'saveNetwork' | 'mapDigits'> {
  readonly places: SettingsPlaces;
}

export function createTrainModel({ places, ...parts }: TrainModelOptions): TrainModel {
  const { client, drawing } = parts;
  const settings = createSettingsStore(places);
  const probe = createProbeStore(drawing);
  let adopting = false;

  settings.subscribe((now, before) => {
    const { goesOn } = client.store.getState().status;
    if (now.settings !== before.settings && !adopting && goesOn) client.edit(now.settings);
  });
  // A run that is resumed brings the settings that it was left with.
  client.store.subscribe(({ status }, { status: before }) => {
    if (status.runId === null || status.runId === before.runId) return;
    adopting = true;
    settings.getState().change(status.settings);
    adopting = false;
  });
  // The data that are open stand in the address; before there are any, it says which to open.
  client.store.subscribe(({ data }, { data: before }) => {
    if (data === null || before === null || data.name === before.name) return;
    settings.getState().changeSource(data.name === syntheticName ? 'synthetic' : 'mnist');
  });
  let opened = false;
  const open = () => {
    client.open();
    if (opened) return;
    opened = true;
    const { source, settings: chosen } = settings.getState();
    if (source !== 'mnist') client.takeSource(source, chosen.stylesOff);
  };
  // A trained network begins where a run ends: the rate of a beginning would undo what it knows.
  client.store.subscribe(({ status: { origin, runId, settings: told } }, { status: before }) => {
    if (runId !== null || (origin === null) === (before.origin === null)) return;
    if (origin) settings.getState().change(networkChange(settings.getState().settings, told.network));
    const { network, optimiser, learningRate } = settings.getState().settings;
    const usual = usualOf(network, optimiser).learningRate;
    const gentle = usual / gentler;
    if (origin && learningRate === usual) settings.getState().change({ learningRate: gentle });
    if (!origin && learningRate === gentle) settings.getState().change({ learningRate: usual });
  });
  const sendProbe = () => {
    const { digit } = probe.getState();
    if (digit) client.setProbe(digit);
  };
  probe.subscribe((now, before) => {
    if (now.digit !== before.digit) sendProbe();
  });
  sendProbe();
  return { ...parts, settings, probe, example: createExampleRun(), open };
}
