import { useState } from 'react';
import { useStore } from 'zustand/react';
import { canOperate } from '../../../explain/surgery.ts';
import type { Looked, LookingWorker } from '../../../lab/explaining/looking-contract.ts';
import type { Measured } from '../../../lab/learning/contract.ts';
import { t } from '../../../language/language.ts';
import type { Result } from '../../../lib/result.ts';
import { type Architecture, layerNamed, type Network } from '../../../network/architecture.ts';
import { lenet5 } from '../../../network/lenet-5.ts';
import type { Unit } from '../../../network/unit.ts';
import { ProgressBar } from '../../../ui/controls/progress-bar.tsx';
import { explanationOf } from '../../../ui/network/words.ts';
import { ClassValues } from './class-values.tsx';
import { DigitTiles } from './digit-tiles.tsx';
import { KeepNetwork, type KeptOperation } from './keep-network.tsx';
import styles from './looks-tool.module.css';
import type { OperationStore } from './operation.ts';
import { PicturePart } from './picture-part.tsx';
import { SurgeryPanel } from './surgery-panel.tsx';
import { useAccuracy } from './use-accuracy.ts';
import { useLooks } from './use-looks.ts';
import { usePicture } from './use-picture.ts';
import { classesText, digitsText, headingText, heldAt, heldText, heldValue, saturatedText } from './words.ts';

interface LooksToolProps {
  /** The network that answers now, before surgery; null while there is none. */
  readonly network: Network | null;
  /** Any unit; of a map's units the whole map is meant. */
  readonly unit: Unit;
  readonly explainer: LookingWorker;
  /** What has been changed: held by the page, so that it stays when the tool is left. */
  readonly operation: OperationStore;
  /** `network` after surgery, P floats; null while nothing is changed. */
  readonly changed: Float32Array | null;
  /** Saves a changed network, P floats. */
  readonly keep: (parameters: Float32Array, kept: KeptOperation) => Promise<Result>;
}

/** What a map or unit looks for in digits, and what becomes of the network without it. */
export function LooksTool(props: LooksToolProps) {
  const { network, unit, explainer, operation, changed, keep } = props;
  const architecture = network?.architecture ?? lenet5;
  const layer = layerNamed(architecture, unit.layer);
  const input = layer.kind === 'input';
  const edits = useStore(operation, (state) => state.edits);

  const target = input ? null : unit;
  const { looked: newest, share, failure } = useLooks(explainer, network, target);
  // Until the answer is here, that of the map beside it stays: it has the same form, and nothing flickers.
  const shown = newest?.target.layer === unit.layer ? newest : null;
  const looked = shown?.target.map === unit.map ? shown : null;
  const held = target && heldValue(architecture, edits, target);
  const measured = useMeasured(newest);
  const accuracy = useAccuracy(explainer, changed);
  const making = usePicture(explainer, network, target);

  return (
    <section className={styles.tool} aria-label={t`What a unit looks for`} data-testid="looks-tool">
      <header className={styles.head}>
        <h2>{input ? layer.name : headingText(layer, unit)}</h2>
        <p className={styles.what}>
          {layer.name}: {explanationOf(architecture, layer)}.
        </p>
      </header>
      {input ? (
        <p className={styles.what}>
          {t`The input computes nothing and looks for nothing. Choose a map or unit of a later layer.`}
        </p>
      ) : (
        <div className={styles.columns} aria-busy={share !== null}>
          <div className={styles.found} data-stale={share !== null}>
            <p className={styles.fact} role="status">
              {failure !== null
                ? t`The computation failed: ${failure}`
                : factText(architecture, shown, network !== null, held)}
            </p>
            <div className={styles.progress} data-running={share !== null}>
              <ProgressBar label={t`Looking at the test digits`} share={share ?? 1} />
            </div>
            <div className={styles.nines}>
              <DigitTiles title={t`Excite it most`} layer={layer} digits={shown?.strongest ?? null} />
              <DigitTiles title={t`Excite it least`} layer={layer} digits={shown?.weakest ?? null} />
            </div>
            <ClassValues layer={layer} looked={shown && held !== null ? heldAt(shown, held) : shown} />
          </div>
          <div className={styles.aside}>
            <PicturePart layer={layer} making={making} parameters={network?.parameters ?? null} />
            <div className={styles.surgery}>
              {!canOperate(architecture) && (
                <p className={styles.what}>{t`Surgery is not possible on ${architecture.name} yet.`}</p>
              )}
              {canOperate(architecture) && (
                <SurgeryPanel
                  network={network}
                  changed={changed}
                  architecture={architecture}
                  target={{ layer: unit.layer, map: unit.map }}
                  looked={looked}
                  measured={measured}
                  accuracy={accuracy}
                  operation={operation}
                />
              )}
              {changed && (
                <KeepNetwork architecture={architecture} edits={edits} parameters={changed} keep={keep} />
              )}
            </div>
          </div>
        </div>
      )}
    </section>
  );
}

/** What there is to say of the digits, and what is waited for before. */
function factText(
  architecture: Architecture,
  looked: Looked | null,
  there: boolean,
  held: number | null,
): string {
  if (!looked) return there ? t`Looking at the test digits…` : t`Waiting for a network.`;
  const layer = layerNamed(architecture, looked.target.layer);
  if (held !== null) {
    return [
      heldText(architecture, looked.target, held),
      t`The digits below excited it before, among ${digitsText(looked.measured)}.`,
    ].join(' ');
  }
  const digits = t`Measured on ${digitsText(looked.measured)}.`;
  return [classesText(architecture, looked), saturatedText(layer, looked), digits].filter(Boolean).join(' ');
}

/** The last accuracy known of the network, which another unit leaves as it is. */
function useMeasured(looked: Looked | null): Measured | null {
  const [measured, setMeasured] = useState<Measured | null>(null);
  if (looked && looked.measured !== measured) setMeasured(looked.measured);
  return measured;
}
