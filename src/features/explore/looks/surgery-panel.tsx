import { useStore } from 'zustand/react';
import {
  canFreeze,
  type Edit,
  editText,
  parametersOwner,
  targetText,
  withEdit,
} from '../../../explain/surgery.ts';
import type { Target } from '../../../explain/target.ts';
import type { Looked } from '../../../lab/explaining/looking-contract.ts';
import type { Measured } from '../../../lab/learning/contract.ts';
import { t } from '../../../language/language.ts';
import { formatPercent } from '../../../lib/format.ts';
import { type Architecture, layerNamed, type Network } from '../../../network/architecture.ts';
import { Button, IconButton } from '../../../ui/controls/button.tsx';
import { tx } from '../../../ui/page/tx.ts';
import { KernelChoice } from './kernel-choice.tsx';
import type { OperationStore } from './operation.ts';
import styles from './surgery-panel.module.css';
import { accuracyText, digitsText, shortText } from './words.ts';

interface SurgeryPanelProps {
  readonly network: Network | null;
  /** The network after all edits; null while there are none. */
  readonly changed: Float32Array | null;
  readonly architecture: Architecture;
  readonly target: Target;
  /** Of this target and the network before surgery; null while it is not known. */
  readonly looked: Looked | null;
  /** Accuracy before surgery, which is known for longer than one target; null while it is not. */
  readonly measured: Measured | null;
  /** Share of the same digits that the changed network reads right. */
  readonly accuracy: number | null;
  readonly operation: OperationStore;
}

/** Switches a map or unit off, freezes it or repaints its kernels, and says what that does to the network. */
export function SurgeryPanel(props: SurgeryPanelProps) {
  const { network, changed, architecture, target, looked, operation } = props;
  const edits = useStore(operation, (state) => state.edits);
  const layer = layerNamed(architecture, target.layer);
  const owner = parametersOwner(architecture, target);
  const averaged = owner.layer !== target.layer;
  const setEdits = (next: readonly Edit[]) => operation.setState({ edits: next });
  const add = (edit: Edit) => setEdits(withEdit(architecture, edits, edit));
  const own = edits.filter((edit) => {
    const other = parametersOwner(architecture, edit);
    return other.layer === owner.layer && other.map === owner.map;
  });
  const toggle = (kind: 'off' | 'frozen', edit: Edit) => {
    const is = own.find((one) => one.kind === kind);
    if (is) setEdits(edits.filter((one) => one !== is));
    else add(edit);
  };
  const pressed = (kind: Edit['kind']) => own.some((edit) => edit.kind === kind);
  const mean = looked?.mean ?? null;
  return (
    <section className={styles.panel} aria-label={t`Surgery`}>
      <h3>{t`Surgery`}</h3>
      <p className={styles.hint}>
        {t`When you change ${targetText(architecture, target)}, the answer to your drawing changes with it.`}{' '}
        {averaged &&
          t`${target.layer} only averages ${owner.layer}, so this changes ${targetText(architecture, owner)}.`}
      </p>
      <div className={styles.buttons}>
        <Button
          pressed={pressed('off')}
          disabled={network === null}
          onClick={() => toggle('off', { ...target, kind: 'off' })}
        >
          {t`Switch off`}
        </Button>
        {canFreeze(architecture, target) && (
          <Button
            pressed={pressed('frozen')}
            disabled={mean === null && !pressed('frozen')}
            onClick={() => toggle('frozen', { ...target, kind: 'frozen', mean: mean ?? 0 })}
          >
            {t`Freeze at its mean`}
            <span className={styles.mean} translate="no">
              {mean === null ? '' : shortText(layer, mean)}
            </span>
          </Button>
        )}
      </div>
      {layer.kind === 'convolution' && (
        <KernelChoice
          architecture={architecture}
          base={network?.parameters ?? null}
          changed={changed ?? network?.parameters ?? null}
          target={target}
          onPaint={(source, weights) => add({ ...target, kind: 'repainted', source, weights })}
        />
      )}
      <Accuracy {...props} />
      <Changes architecture={architecture} edits={edits} onEdits={setEdits} />
    </section>
  );
}

/** How many test digits are read right, before and now. */
function Accuracy({ changed, measured, accuracy }: SurgeryPanelProps) {
  return (
    <p className={styles.accuracy} role="status">
      {measured ? (
        tx`${<b translate="no">{shareText(measured, changed, accuracy)}</b>} of ${digitsText(measured)} read right`
      ) : (
        <>
          <b>–</b> {t`Accuracy is not known yet.`}
        </>
      )}
    </p>
  );
}

function shareText(
  { right, total }: Measured,
  changed: Float32Array | null,
  accuracy: number | null,
): string {
  const before = formatPercent(right / total);
  if (!changed) return before;
  return accuracy === null ? t`${before} before` : accuracyText(right / total, accuracy);
}

interface ChangesProps {
  readonly architecture: Architecture;
  readonly edits: readonly Edit[];
  readonly onEdits: (edits: readonly Edit[]) => void;
}

/** Everything that is changed, each to be taken back alone or all at once. */
function Changes({ architecture, edits, onEdits }: ChangesProps) {
  if (edits.length === 0)
    return <p className={styles.hint}>{t`Nothing is changed: the network is whole.`}</p>;
  return (
    <div className={styles.changes}>
      <ul aria-label={t`Changes`}>
        {edits.map((edit) => {
          const text = editText(architecture, edit);
          return (
            <li key={text}>
              <span>{text}</span>
              <IconButton
                label={t`Take back: ${text}`}
                icon="close"
                onClick={() => onEdits(edits.filter((other) => other !== edit))}
              />
            </li>
          );
        })}
      </ul>
      <Button icon="reset" onClick={() => onEdits([])}>
        {t`Restore all`}
      </Button>
    </div>
  );
}
