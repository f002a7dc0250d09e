import { useMemo } from 'react';
import type { Answer } from '../../../digits/answer-rules.ts';
import type { Normalisation } from '../../../digits/raster/normalisation.ts';
import { t } from '../../../language/language.ts';
import { formatPercent } from '../../../lib/format.ts';
import { networkOf } from '../../../network/architecture-names.ts';
import { leastEnergyOf } from '../../../network/energy.ts';
import { digitClasses } from '../../../network/labels.ts';
import { Select } from '../../../ui/controls/select.tsx';
import { KernelStrip } from '../../../ui/kernels/kernel-strip.tsx';
import { ShareBar } from '../../../ui/share-bar/share-bar.tsx';
import { Accuracy } from '../accuracy.tsx';
import type { NetworksModel, ShownNetwork } from '../networks-model.ts';
import { useWeights } from '../use-weights.ts';
import bars from './answer-bars.module.css';
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
  const read = useMemo(() => (weights?.ok ? networkOf(weights) : null), [weights]);
  // One that was trained further says something else than what it began from.
  const { made, settings } = network.provenance;
  const answer = useAnswer(read, normalisation, made === 'shipped' ? leastEnergyOf(settings) : null);
  const options = networks.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className={styles.side}>
      <Select label={label} options={options} value={network.id} onChange={onPick} layout="inline" />
      {weights?.ok === false && <p role="alert">{t`It cannot be used: ${weights.reason}.`}</p>}
      <div className={styles.facts}>
        <KernelStrip network={read} label={t`C1 kernels of ${network.name}`} />
        <Accuracy model={model} network={network} usable={read !== null} />
      </div>
      <AnswerBars answer={answer} label={network.name} />
    </div>
  );
}

/** An answer with its ten probabilities, small enough to stand beside another. */
function AnswerBars({ answer, label }: { readonly answer: Answer | null; readonly label: string }) {
  const digit = answer?.kind === 'digit' ? answer.digit : null;
  return (
    <div className={bars.answer} data-testid="compared-answer" data-digit={digit ?? ''}>
      <p className={bars.digit} translate="no" data-none={digit === null}>
        <span className="visually-hidden">{label}: </span>
        {digit ?? '–'}
        <span className="visually-hidden">
          {answer?.kind === 'digit' && formatPercent(answer.confidence)}
        </span>
      </p>
      <ol className={bars.bars} translate="no" aria-label={t`Probability of each digit, ${label}`}>
        {digitClasses.map((d) => {
          const probability = answer?.probabilities[d] ?? 0;
          return (
            <li key={d} className={bars.bar} data-top={d === digit}>
              <ShareBar share={probability} rank={d === digit ? 'first' : 'second'} />
              <span>{d}</span>
              <span className="visually-hidden">{formatPercent(probability)}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
