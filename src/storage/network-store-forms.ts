import * as v from 'valibot';
import { t } from '../language/language.ts';
import { cleanName } from '../lib/clean-name.ts';
import { time } from '../lib/forms.ts';
import { overflowReason } from '../network/answerable.ts';
import type { Network, SentNetwork } from '../network/architecture.ts';
import { architectureNamed } from '../network/architecture-names.ts';
import { provenanceForm } from '../network/provenance.ts';
import {
  type Checked,
  check,
  packPoints,
  pointsForm,
  unpackPoints,
  weightsForm,
  storedWeights as weightsToStore,
} from './kept-forms.ts';
import type { NetworkRecord } from './records.ts';

/**
 * What lies in the database of networks, and its way there and back. What is read may be damaged, or
 * written by another version; what is written goes through the same forms, so that nothing is kept that
 * could not be read again.
 */

export const networkNameMost = 100;

const recordForm = v.strictObject({
  version: v.literal(1),
  id: v.pipe(v.string(), v.nonEmpty()),
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(networkNameMost)),
  savedAt: time,
  provenance: provenanceForm,
  training: pointsForm,
  validation: pointsForm,
});

const parts = { training: 'Training curve', validation: 'Validation curve', parameters: 'Weights' } as const;

type StoredNetwork = v.InferOutput<typeof recordForm>;
type StoredWeights = v.InferOutput<typeof weightsForm>;

export function storedNetwork(record: NetworkRecord): Checked<StoredNetwork> {
  return check(
    recordForm,
    {
      ...record,
      version: 1,
      training: packPoints(record.training),
      validation: packPoints(record.validation),
    },
    parts,
  );
}

export function storedWeights(network: Network): Checked<StoredWeights> {
  return answering(check(weightsForm, weightsToStore(network), parts));
}

export function readNetwork(stored: unknown): Checked<NetworkRecord> {
  const checked = check(recordForm, stored, parts);
  if (!checked.ok) return checked;
  const { version: _, name, training, validation, ...rest } = checked.value;
  return {
    ok: true,
    value: {
      ...rest,
      name: cleanName(name) || t`Network`,
      training: unpackPoints(training),
      validation: unpackPoints(validation),
    },
  };
}

export function readWeights(stored: unknown): Checked<SentNetwork> {
  const checked = check(weightsForm, stored, parts);
  if (!checked.ok) return { ok: false, reason: t`its weights are damaged (${checked.reason})` };
  const sound = answering(checked);
  if (!sound.ok) return sound;
  const { architecture, parameters } = sound.value;
  return { ok: true, value: { architecture: architectureNamed(architecture).id, parameters } };
}

/** Finite weights may still be too large to answer with: such a network is listed, and says why it cannot be used. */
function answering(checked: Checked<StoredWeights>): Checked<StoredWeights> {
  if (!checked.ok) return checked;
  const { architecture, parameters } = checked.value;
  const reason = overflowReason(architectureNamed(architecture), parameters);
  return reason === null ? checked : { ok: false, reason };
}
