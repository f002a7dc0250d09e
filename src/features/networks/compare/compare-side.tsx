import type { Normalisation } from '../../../digits/raster/normalisation.ts';
import { leastEnergyOf } from '../../../network/energy.ts';
import { Select } from '../../../ui/controls/select.tsx';
import { Accuracy } from '../accuracy.tsx';
import { KernelStrip } from '../kernel-strip.tsx';
import type { NetworksModel, ShownNetwork } from '../networks-model.ts';
import { useWeights } from '../use-weights.ts';
import { AnswerBars } from './answer-bars.tsx';
import styles from './compare-section.module.css';
import { useAnswer } from './use-answers.ts';

interface CompareSideProps {
  readonly model: NetworksModel;
  readonly label: string;
  readonly network: ShownNetwork;
  readonly networks: readonly ShownNetwork[];
  readonly onPick: (id: string) => void;
  readonly normalisation: Normalisation | null;
}

/** One of the two: which it is, its kernels, its accuracy, and what it says to the drawing. */
export function CompareSide({ model, label, network, networks, onPick, normalisation }: CompareSideProps) {
  const weights = useWeights(model, network.id);
  const parameters = weights?.ok ? weights.parameters : null;
  // One that was trained further says something else than what it began from.
  const { made, settings } = network.provenance;
  const answer = useAnswer(parameters, normalisation, made === 'shipped' ? leastEnergyOf(settings) : null);
  const options = networks.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className={styles.side}>
      <Select label={label} options={options} value={network.id} onChange={onPick} layout="inline" />
      {weights?.ok === false && <p role="alert">It cannot be used: {weights.reason}.</p>}
      <div className={styles.facts}>
        <KernelStrip parameters={parameters} label={`C1 kernels of ${network.name}`} />
        <Accuracy model={model} network={network} usable={parameters !== null} />
      </div>
      <AnswerBars answer={answer} label={network.name} />
    </div>
  );
}
