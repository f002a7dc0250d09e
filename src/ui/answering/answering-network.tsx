import { useEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import type { StoreApi } from 'zustand/vanilla';
import type { ReaderClient } from '../../lab/reading/client.ts';
import { t } from '../../language/language.ts';
import { formatCount } from '../../lib/format.ts';
import type { SentNetwork } from '../../network/architecture.ts';
import { Segmented } from '../controls/segmented.tsx';
import { loadable } from '../part/loadable.ts';
import { Part } from '../part/part.tsx';
import { whileWanted } from '../while-wanted.ts';
import styles from './answering-network.module.css';
import { AnsweringRoom } from './answering-room.tsx';
import {
  type AnsweringChoice,
  isKept,
  type KeptNetworks,
  keptId,
  type LearningNetwork,
} from './learning-network.ts';

interface AnsweringNetworkProps {
  readonly reader: ReaderClient;
  readonly learning: LearningNetwork;
  readonly kept: KeptNetworks;
  readonly choice: StoreApi<AnsweringChoice>;
  /** Answers instead of the network that is chosen. */
  readonly instead?: SentNetwork | null;
  /** The network that was chosen cannot answer; the shipped one does. */
  readonly onTrouble: (text: string) => void;
}

// Only those who keep networks need it.
const NetworkChoice = loadable(async () => (await import('./network-choice.tsx')).NetworkChoice);

const options = () =>
  [
    { value: 'shipped', label: t`Built-in` },
    { value: 'training', label: t`Yours` },
  ] as const;

/** Which network answers. Its line is there without a choice, too, so that nothing moves when there is one. */
export function AnsweringNetwork(props: AnsweringNetworkProps) {
  const { learning, kept, choice } = props;
  const { by, choose } = useStore(choice);
  const step = useSyncExternalStore(learning.subscribe, () => learning.latest()?.step ?? null);
  const stage = useSyncExternalStore(learning.subscribe, () => stageOf(learning));
  const list = useSyncExternalStore(kept.subscribe, kept.list);
  const expected = useSyncExternalStore(kept.subscribe, kept.expected);
  const training = by === 'training' && step !== null;
  useAnswering(props, training);

  if (!expected && !isKept(by)) {
    if (step === null) return <p className={styles.answering}>{t`Answered by the built-in network`}</p>;
    return (
      <div className={styles.answering}>
        <Segmented label={t`Network that answers`} options={options()} value={by} onChange={choose} />
        <span className={styles.step} data-testid="answering-step">
          {training ? t`step ${formatCount(step)}` : stageText(stage)}
        </span>
      </div>
    );
  }
  return (
    <Part name={t`The choice of networks`} waiting={<AnsweringRoom />}>
      <NetworkChoice by={by} choose={choose} list={list} step={step} />
    </Part>
  );
}

type Stage = 'learning' | 'paused' | 'ended';

function stageOf(learning: LearningNetwork): Stage {
  const { state, goesOn } = learning.status() ?? {};
  if (!goesOn) return 'ended';
  return state === 'running' || state === 'preparing' ? 'learning' : 'paused';
}

function stageText(stage: Stage): string {
  if (stage === 'learning') return t`Yours is learning`;
  return stage === 'paused' ? t`Yours is paused` : t`Yours is trained`;
}

/** Tells the reader whose parameters to answer with. */
function useAnswering(
  { reader, learning, kept, choice, instead = null, onTrouble }: AnsweringNetworkProps,
  training: boolean,
) {
  const by = useStore(choice, (state) => state.by);
  const list = useSyncExternalStore(kept.subscribe, kept.list);
  const id = isKept(by) ? keptId(by) : null;
  const gone = id !== null && list !== null && !list.some((one) => one.id === id);

  useEffect(() => {
    if (kept.expected()) kept.open();
  }, [kept]);

  useEffect(() => {
    if (instead) reader.answerWith(instead);
  }, [reader, instead]);

  useEffect(() => {
    if (!training || instead) return;
    const follow = () => reader.answerWith(learning.latest());
    follow();
    return learning.subscribe(follow);
  }, [reader, learning, training, instead]);

  useEffect(() => {
    if (training || instead) return;
    if (id === null) {
      reader.answerWith(null);
      return;
    }
    const fail = (reason: string) => {
      choice.getState().choose('shipped');
      onTrouble(t`The selected network is unavailable (${reason}). Using the built-in network instead.`);
    };
    if (gone) return fail(t`it is no longer in the library`);
    return whileWanted(kept.weights(id), (read) => {
      if (read.ok) reader.answerWith({ architecture: read.architecture, parameters: read.parameters });
      else fail(read.reason);
    });
  }, [reader, kept, choice, onTrouble, training, instead, id, gone]);
}
