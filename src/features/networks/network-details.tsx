import type { NetworkFormat } from '../../formats/network-file.ts';
import { Button } from '../../ui/controls/button.tsx';
import { exportAs } from './network-actions.ts';
import styles from './network-details.module.css';
import type { NetworksModel, ShownNetwork } from './networks-model.ts';
import { factsOf } from './words.ts';

interface NetworkDetailsProps {
  readonly model: NetworksModel;
  readonly network: ShownNetwork;
}

const formats: readonly { readonly format: NetworkFormat; readonly name: string }[] = [
  { format: 'tfjs', name: 'TensorFlow.js' },
  { format: 'onnx', name: 'ONNX' },
  { format: 'safetensors', name: 'safetensors' },
];

/** All that is known of a network, and its ways out of the browser. */
export function NetworkDetails({ model, network }: NetworkDetailsProps) {
  const facts = factsOf(network.provenance);
  return (
    <div className={styles.details}>
      {(['Origin', 'Settings', 'Results'] as const).map((group) => {
        const own = facts.filter((fact) => fact.group === group);
        if (own.length === 0) return null;
        return (
          <section key={group} className={styles.group} aria-label={group}>
            <h4>{group}</h4>
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
        <legend>Export as</legend>
        {formats.map(({ format, name }) => (
          <Button key={format} icon="save" onClick={() => void exportAs(model, network, format)}>
            {name}
          </Button>
        ))}
      </fieldset>
    </div>
  );
}
