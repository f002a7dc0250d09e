import { dataTitle } from '../../data/sources/synthetic-source.ts';
import type { NetworkFormat } from '../../formats/network-file.ts';
import { t } from '../../language/language.ts';
import { nameOfCopy } from '../../lib/clean-name.ts';
import { messageOf } from '../../lib/expect.ts';
import { formatCount, formatPercent } from '../../lib/format.ts';
import type { Result } from '../../lib/result.ts';
import { architectureNamed } from '../../network/architecture-names.ts';
import type { SavedNetwork } from '../../storage/network-library.ts';
import { saveFile } from '../../ui/draw-pad/export.ts';
import { type NetworksModel, type ShownNetwork, shippedId } from './networks-model.ts';

/** What can be done with networks. Each tells the person how it went, and loses nothing when it fails. */

export function notify({ state }: NetworksModel, text: string, undo?: () => void): void {
  state.setState({ notice: { text, ...(undo && { action: { label: t`Undo`, run: undo } }) } });
}

/** The weights of a network, or null, when the person has been told what it cannot be used for. */
async function weightsFor(model: NetworksModel, { id }: ShownNetwork, failure: (reason: string) => string) {
  const weights = await model.weights(id);
  if (weights.ok) return weights;
  notify(model, failure(weights.reason));
  return null;
}

export async function rename(model: NetworksModel, { id, name }: ShownNetwork, wanted: string) {
  const renamed = await model.library.rename(id, wanted);
  if (!renamed.ok) notify(model, t`“${name}” could not be renamed: ${renamed.reason}.`);
}

export async function duplicate(model: NetworksModel, network: ShownNetwork): Promise<void> {
  const { id, name } = network;
  if (id !== shippedId) return tellSaved(model, name, await model.library.duplicate(id));
  const weights = await weightsFor(
    model,
    network,
    (reason) => t`“${name}” could not be duplicated: ${reason}.`,
  );
  if (!weights) return;
  const { parameters } = weights;
  tellSaved(model, name, await model.library.save({ ...network, name: nameOfCopy(name), parameters }));
}

function tellSaved(model: NetworksModel, name: string, saved: SavedNetwork): void {
  if (!saved.ok) {
    notify(model, t`“${name}” could not be saved: ${saved.reason}.`);
    return;
  }
  const told = t`Saved as “${saved.record.name}”.`;
  notify(model, told);
  void saved.persistence.then((persistence) => {
    if (persistence !== 'refused' || model.state.getState().notice?.text !== told) return;
    notify(model, t`${told} This browser may delete it when space runs short. Export it to be safe.`);
  });
}

/** Deletes networks, damaged ones too; they can be brought back as long as the notice stands. */
export async function remove(model: NetworksModel, ids: readonly string[], name: string): Promise<void> {
  const removed = await model.library.remove(ids);
  if (!removed.ok) return notify(model, t`${name} could not be deleted: ${removed.reason}.`);
  const undo = async () => {
    const restored: Result = await model.library.restore(removed.removed);
    if (restored.ok) notify(model, t`${name} is back.`);
    // They are still here, in memory, when storage would not take them back the first time.
    else notify(model, t`${name} could not be brought back: ${restored.reason}.`, undo);
  };
  notify(model, t`${name} is deleted.`, undo);
}

export async function exportAs(model: NetworksModel, network: ShownNetwork, format: NetworkFormat) {
  const { name, provenance } = network;
  const failure = (reason: string) => t`“${name}” cannot be exported: ${reason}.`;
  const weights = await weightsFor(model, network, failure);
  if (!weights) return;
  try {
    const { exportNetwork } = await import('../../formats/networks.ts');
    const { parameters } = weights;
    const architecture = architectureNamed(weights.architecture);
    const exported = { name, architecture, parameters, provenance };
    const { fileName, mediaType, bytes } = await exportNetwork(exported, format);
    saveFile(new Blob([bytes], { type: mediaType }), fileName);
  } catch (error) {
    notify(model, failure(messageOf(error)));
  }
}

export async function importFiles(model: NetworksModel, files: readonly File[]): Promise<void> {
  try {
    const { importNetwork } = await import('../../formats/networks.ts');
    const read = await importNetwork(files);
    if (!read.ok) {
      const action = read.isRun && { action: { label: t`Go to Train`, run: model.openTrain } };
      model.state.setState({ notice: { text: t`Nothing was imported. ${read.reason}.`, ...action } });
      return;
    }
    const { network } = read;
    tellSaved(model, network.name, await model.library.save({ ...network, training: [], validation: [] }));
  } catch (error) {
    notify(model, t`Nothing was imported: ${messageOf(error)}.`);
  }
}

/** Adds what it reads right of the test images to what is known of a network. */
export async function measure(model: NetworksModel, { id, name }: ShownNetwork): Promise<void> {
  const { state, library } = model;
  const fail = (reason: string) => notify(model, t`“${name}” could not be measured: ${reason}.`);
  if (state.getState().measuring.includes(id)) return;
  state.setState(({ measuring }) => ({ measuring: [...measuring, id] }));
  try {
    const weights = await model.weights(id);
    if (!weights.ok) return fail(weights.reason);
    const outcome = await model.measure(weights);
    if (!outcome.ok) return fail(outcome.reason);
    const { right, total, of } = outcome.measured;
    const known = of === 'MNIST' ? 'testAccuracy' : 'syntheticTestAccuracy';
    if (id === shippedId) model.addShippedResult(known, right / total);
    else {
      const added = await library.addResult(id, known, right / total);
      if (!added.ok) return fail(added.reason);
    }
    const share = formatPercent(right / total, 2);
    const told = t`“${name}” reads ${formatCount(right)} of ${formatCount(total)} test images of ${dataTitle(of)}: ${share}.`;
    notify(
      model,
      of === 'MNIST' ? told : t`${told} MNIST has not been downloaded yet. The Train page fetches it.`,
    );
  } finally {
    state.setState(({ measuring }) => ({ measuring: measuring.filter((one) => one !== id) }));
  }
}

export async function trainFurther(model: NetworksModel, network: ShownNetwork): Promise<void> {
  const { id, name, provenance } = network;
  const weights = await weightsFor(
    model,
    network,
    (reason) => t`“${name}” cannot be trained further: ${reason}.`,
  );
  if (!weights) return;
  const { architecture, parameters } = weights;
  const origin = { name, networkId: id === shippedId ? null : id, steps: provenance.steps };
  model.trainFrom({ origin, architecture, parameters });
}

export async function answerWith(model: NetworksModel, network: ShownNetwork): Promise<void> {
  const { id, name } = network;
  if (!(await weightsFor(model, network, (reason) => t`“${name}” cannot answer: ${reason}.`))) return;
  model.answering.choose(id);
  notify(model, t`“${name}” answers on the Draw page.`);
}
