import { t } from '../../language/language.ts';
import { formatCount } from '../../lib/format.ts';
import { networkTitle } from '../../storage/stored-titles.ts';
import { Select, type SelectOption } from '../controls/select.tsx';
import styles from './answering-network.module.css';
import { type Answering, isKept, type KeptNetworks, keptId } from './learning-network.ts';

export interface NetworkChoiceProps {
  readonly by: Answering;
  readonly choose: (by: Answering) => void;
  readonly list: ReturnType<KeptNetworks['list']>;
  readonly step: number | null;
}

/** The choice among the networks of the library, the shipped one, and the run's. */
export function NetworkChoice({ by, choose, list, step }: NetworkChoiceProps) {
  const training = by === 'training' && step !== null;
  const networks = list ?? [];
  const choices: SelectOption<Answering>[] = [{ value: 'shipped', label: t`Built-in network` }];
  if (step !== null) choices.push({ value: 'training', label: t`Your run’s network` });
  for (const { id, name } of networks) choices.push({ value: `kept:${id}`, label: networkTitle(name) });
  // Chosen before the reload, and not read yet.
  if (isKept(by) && !networks.some(({ id }) => id === keptId(by))) choices.push({ value: by, label: '…' });
  return (
    <div className={styles.answering}>
      <div className={styles.choice}>
        <Select
          label={t`Answered by`}
          layout="inline"
          options={choices}
          value={by === 'training' && !training ? 'shipped' : by}
          onChange={choose}
        />
      </div>
      {training && (
        <span className={styles.step} data-testid="answering-step">
          {t`step ${formatCount(step)}`}
        </span>
      )}
    </div>
  );
}
