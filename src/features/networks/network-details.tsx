import { useState } from 'react';
import type { NetworkFormat } from '../../formats/network-file.ts';
import { t } from '../../language/language.ts';
import { Button } from '../../ui/controls/button.tsx';
import { Disclosure } from '../../ui/controls/disclosure.tsx';
import { loadable } from '../../ui/part/loadable.ts';
import { Part } from '../../ui/part/part.tsx';
import { exportAs, notify } from './network-actions.ts';
import styles from './network-details.module.css';
import type { NetworksModel, ShownNetwork } from './networks-model.ts';
import { factsOf, groupName } from './words.ts';

interface NetworkDetailsProps {
  readonly model: NetworksModel;
  readonly network: ShownNetwork;
}

const formats: readonly { readonly format: NetworkFormat; readonly name: string }[] = [
  { format: 'tfjs', name: 'TensorFlow.js' },
  { format: 'onnx', name: 'ONNX' },
  { format: 'safetensors', name: 'safetensors' },
];

const formatNames = formats.map(({ name }) => name);

const LoadElsewhere = loadable(async () => (await import('./load-elsewhere.tsx')).LoadElsewhere);

/** All that is known of a network, and its ways out of the browser. */
export function NetworkDetails({ model, network }: NetworkDetailsProps) {
  const facts = factsOf(network.provenance);
  const [asked, setAsked] = useState(false);
  return (
    <div className={styles.details}>
      {(['Origin', 'Settings', 'Results'] as const).map((group) => {
        const own = facts.filter((fact) => fact.group === group);
        if (own.length === 0) return null;
        return (
          <section key={group} className={styles.group} data-group={group} aria-label={groupName(group)}>
            <h3>{groupName(group)}</h3>
            <dl className={styles.facts}>
              {own.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd translate="no">{value}</dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
      <fieldset className={styles.exports}>
        <legend>{t`Export as`}</legend>
        {formats.map(({ format, name }) => (
          <Button key={format} icon="save" onClick={() => void exportAs(model, network, format)}>
            {name}
          </Button>
        ))}
      </fieldset>
      <div className={styles.elsewhere}>
        <Disclosure summary={t`Load it in Python or JavaScript`} onToggle={setAsked}>
          {asked && (
            <Part name={t`The code for other software`}>
              <LoadElsewhere formats={formatNames} notify={(text) => notify(model, text)} />
            </Part>
          )}
        </Disclosure>
      </div>
    </div>
  );
}
