import { useMemo, useState } from 'react';
import { targetText } from '../../../explain/surgery.ts';
import type { Target } from '../../../explain/target.ts';
import { t } from '../../../language/language.ts';
import { largest } from '../../../lib/lists.ts';
import { type Architecture, layerBefore, layerNamed } from '../../../network/architecture.ts';
import { kernelsOf } from '../../../pictures/kernels.ts';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import styles from './kernel-choice.module.css';
import { KernelPainter } from './kernel-painter.tsx';

interface KernelChoiceProps {
  readonly architecture: Architecture;
  /** Parameters before surgery: the largest weight of the map is the end of the colours, which stay while one paints. */
  readonly base: Float32Array | null;
  /** Parameters of now. */
  readonly changed: Float32Array | null;
  readonly target: Target;
  readonly onPaint: (source: number, weights: readonly number[]) => void;
}

/** The kernel of a map to repaint: of C1 the only one, of C3 one of six. */
export function KernelChoice({ architecture, base, changed, target, onPaint }: KernelChoiceProps) {
  const { layer, map } = target;
  const before = layerBefore(architecture, layer);
  const sources = before?.maps ?? 1;
  const [chosen, setChosen] = useState(0);
  const source = Math.min(chosen, sources - 1);
  const weights = useMemo(() => {
    const kernel = changed && kernelsOf({ architecture, parameters: changed }, layer, map)[source];
    return kernel ? [...kernel.weights] : null;
  }, [architecture, changed, layer, map, source]);
  const extent = useMemo(() => {
    const kernels = base ? kernelsOf({ architecture, parameters: base }, layer, map) : [];
    return (
      largest(
        kernels.flatMap((kernel) => Array.from(kernel.weights, Math.abs)),
        0,
      ) || 1
    );
  }, [architecture, base, layer, map]);
  const name = targetText(architecture, target);
  return (
    <div className={styles.choice}>
      <div className={styles.head}>
        <h4>{before && sources > 1 ? t`Kernel on ${before.name} map` : t`Kernel`}</h4>
        {before && sources > 1 && (
          <Segmented
            label={t`Map of ${before.name} that the kernel reads`}
            options={Array.from({ length: sources }, (_, at) => ({ value: String(at), label: String(at) }))}
            value={String(source)}
            onChange={(value) => setChosen(Number(value))}
          />
        )}
      </div>
      <KernelPainter
        label={
          before && sources > 1 ? t`Kernel of ${name} on ${before.name} map ${source}` : t`Kernel of ${name}`
        }
        weights={weights}
        window={layerNamed(architecture, layer).window}
        extent={extent}
        onPaint={(painted) => onPaint(source, painted)}
      />
    </div>
  );
}
