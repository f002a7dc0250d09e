import { t } from '../../language/language.ts';
import { networkOf } from '../../network/architecture-names.ts';
import { Button, IconButton } from '../../ui/controls/button.tsx';
import { Disclosure } from '../../ui/controls/disclosure.tsx';
import { KernelStrip } from '../../ui/kernels/kernel-strip.tsx';
import { Accuracy } from './accuracy.tsx';
import { answerWith, duplicate, remove, rename, trainFurther } from './network-actions.ts';
import { NetworkDetails } from './network-details.tsx';
import { NetworkName } from './network-name.tsx';
import styles from './network-row.module.css';
import { type NetworksModel, type ShownNetwork, shippedId } from './networks-model.ts';
import { useWeights } from './use-weights.ts';
import { summaryOf } from './words.ts';

interface NetworkRowProps {
  readonly model: NetworksModel;
  readonly network: ShownNetwork;
  /** Whether it answers drawings now. */
  readonly answers: boolean;
  readonly onGone: () => void;
}

/** One network: its face, its name, how it came to be, and what can be done with it. */
export function NetworkRow({ model, network, answers, onGone }: NetworkRowProps) {
  const { id, name, provenance } = network;
  const weights = useWeights(model, id);
  const own = id !== shippedId;
  const onDelete = async () => {
    await remove(model, [id], t`“${name}”`);
    onGone();
  };
  return (
    <li className={styles.row} data-testid="network" data-name={name}>
      <div className={styles.kernels}>
        <KernelStrip network={weights?.ok ? networkOf(weights) : null} label={t`C1 kernels of ${name}`} />
      </div>
      <div className={styles.words}>
        {own ? (
          <NetworkName name={name} onRename={(wanted) => rename(model, network, wanted)} />
        ) : (
          <h2 className={styles.name} translate="no">
            {name}
          </h2>
        )}
        <p className={styles.summary}>
          {own && provenance.made === 'shipped' ? t`Copy of the built-in network` : summaryOf(provenance)}
          {!own && (
            <a className={styles.card} href="#/model">
              {t`Model card`}
            </a>
          )}
        </p>
        {weights?.ok === false && (
          <p className={styles.trouble} role="alert">
            {t`It cannot be used: ${weights.reason}.`}
          </p>
        )}
      </div>
      <Accuracy model={model} network={network} usable={weights?.ok === true} />
      <div className={styles.actions}>
        <Button
          pressed={answers}
          {...(answers && { icon: 'check' as const })}
          onClick={() => void answerWith(model, network)}
        >
          {answers ? t`Answers drawings` : t`Answer drawings`}
        </Button>
        <Button onClick={() => void trainFurther(model, network)}>{t`Train further`}</Button>
        <span className={styles.icons}>
          {own && <IconButton label={t`Delete ${name}`} icon="clear" onClick={() => void onDelete()} />}
          <IconButton
            label={t`Duplicate ${name}`}
            icon="copy"
            onClick={() => void duplicate(model, network)}
          />
        </span>
      </div>
      <div className={styles.details}>
        <Disclosure summary={t`Details and export`}>
          <NetworkDetails model={model} network={network} />
        </Disclosure>
      </div>
    </li>
  );
}
