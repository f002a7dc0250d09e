import { useEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import type { StoreApi } from 'zustand/vanilla';
import { formatCount } from '../../lib/format.ts';
import type { ReaderClient } from '../../training/client.ts';
import { Segmented } from '../../ui/controls/segmented.tsx';
import styles from './answering-network.module.css';
import type { AnsweringChoice, LearningNetwork } from './learning-network.ts';

export interface AnsweringNetworkProps {
  readonly reader: ReaderClient;
  readonly learning: LearningNetwork;
  readonly choice: StoreApi<AnsweringChoice>;
}

const options = [
  { value: 'shipped', label: 'Shipped' },
  { value: 'training', label: 'In training' },
] as const;

/** Lets the network that is being trained answer, as it learns, and the shipped one again. */
export function AnsweringNetwork({ reader, learning, choice }: AnsweringNetworkProps) {
  const { by, choose } = useStore(choice);
  const step = useSyncExternalStore(learning.subscribe, () => learning.latest()?.step ?? null);
  const training = by === 'training' && step !== null;

  useEffect(() => {
    if (!training) {
      reader.answerWith(null);
      return;
    }
    const follow = () => reader.answerWith(learning.latest()?.parameters ?? null);
    follow();
    return learning.subscribe(follow);
  }, [reader, learning, training]);

  if (step === null) return null;
  return (
    <div className={styles.answering}>
      <Segmented label="Network that answers" options={options} value={by} onChange={choose} />
      <span className={styles.step} data-testid="answering-step">
        {training ? `step ${formatCount(step)}` : 'Your own is learning'}
      </span>
    </div>
  );
}
