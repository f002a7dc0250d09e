import { useState } from 'react';
import type { Edit } from '../../../explain/surgery.ts';
import { editText } from '../../../explain/surgery.ts';
import { t } from '../../../language/language.ts';
import { asSentence } from '../../../lib/expect.ts';
import type { Result } from '../../../lib/result.ts';
import type { Architecture } from '../../../network/architecture.ts';
import { networkNameMost } from '../../../storage/network-store-forms.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import styles from './keep-network.module.css';
import { operationName } from './words.ts';

/** What a changed network is kept as. */
export interface KeptOperation {
  readonly name: string;
  /** Every change in words: "C3 map 4 off". */
  readonly changes: readonly string[];
}

interface KeepNetworkProps {
  readonly architecture: Architecture;
  readonly edits: readonly Edit[];
  /** The changed network, P floats. */
  readonly parameters: Float32Array;
  readonly keep: (parameters: Float32Array, kept: KeptOperation) => Promise<Result>;
}

/** Saves the changed network under a name. */
export function KeepNetwork({ architecture, edits, parameters, keep }: KeepNetworkProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const [told, setTold] = useState<{ readonly of: Float32Array; readonly text: string } | null>(null);
  const suggested = operationName(architecture, edits).slice(0, networkNameMost);
  const name = typed ?? suggested;
  const save = async () => {
    const used = name.trim() || suggested;
    setSaving(true);
    const changes = edits.map((edit) => editText(architecture, edit));
    const kept = await keep(parameters, { name: used, changes });
    setSaving(false);
    const text = kept.ok
      ? t`Saved as “${used}”. You will find it under Networks.`
      : `${t`It could not be saved.`} ${asSentence(kept.reason)}`;
    setTold({ of: parameters, text });
  };
  return (
    <div className={styles.keep}>
      <TextField
        label={t`Name of the changed network`}
        value={name}
        most={networkNameMost}
        onChange={setTyped}
        // What was said is about the network of then.
        hint={told?.of === parameters ? told.text : ''}
      />
      <Button icon="save" disabled={saving} onClick={() => void save()}>
        {t`Save network`}
      </Button>
    </div>
  );
}
