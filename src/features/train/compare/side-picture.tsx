import { useLayoutEffect, useRef } from 'react';
import type { TrainerView } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import { formatPercent } from '../../../lib/format.ts';
import { largest } from '../../../lib/lists.ts';
import { type Architecture, activationOf, layerNamed, outputOf } from '../../../network/architecture.ts';
import { architectureNamed } from '../../../network/architecture-names.ts';
import { palettes } from '../../../pictures/colour-scales.ts';
import { emptyExtents, extentOf, measureExtents } from '../../../pictures/extents.ts';
import { paintLayer } from '../../../pictures/layer-picture.ts';
import { tile } from '../../../pictures/tiling.ts';
import type { Pair, Side } from '../../../run/contract.ts';
import type { RunSettings } from '../../../run/settings/run-settings.ts';
import { contextOf } from '../../../ui/canvas.ts';
import { KernelStrip } from '../../../ui/kernels/kernel-strip.tsx';
import { tx } from '../../../ui/page/tx.ts';
import { useTheme } from '../../../ui/theme.ts';
import { SaveNetwork } from '../network/save-network.tsx';
import type { TrainModel } from '../train-model.ts';
import { differenceWords } from './pair.ts';
import { SideMark, sideNames } from './side-mark.tsx';
import styles from './side-picture.module.css';

interface SidePictureProps {
  readonly side: Side;
  readonly view: TrainerView;
  readonly model: TrainModel;
  readonly pair: Pair<RunSettings>;
}

/** The network of one run: its first kernels, what it makes of the probe, and its answer. */
export function SidePicture({ side, view, model, pair }: SidePictureProps) {
  const { moment } = view;
  const name = sideNames[side];
  const activations = moment?.activations ?? null;
  const architecture = architectureNamed(moment?.architecture ?? pair[side].network);
  const output = activations && activationOf(architecture, activations, outputOf(architecture).name);
  const top = output ? output.indexOf(largest(output)) : null;
  const words = differenceWords(pair, side);
  return (
    <div className={styles.side} data-testid={`network-${side}`}>
      <div className={styles.head}>
        <SideMark side={side} />
        <p className={styles.answer} data-testid={`answer-${side}`}>
          {tx`Reads ${<b translate="no">{top ?? '–'}</b>}`}
          <span translate="no">{output && top !== null ? formatPercent(output[top] ?? 0) : ''}</span>
        </p>
        <SaveNetwork
          label={t`Save network ${name}`}
          view={() => model.client.comparison.getState().views?.[side] ?? null}
          suffix={words || name}
          there={moment !== null}
          model={model}
        />
      </div>
      <h3>{t`C1 kernels`}</h3>
      <KernelStrip
        network={moment && { architecture, parameters: moment.parameters }}
        label={t`C1 kernels of ${name}`}
      />
      <h3>{t`C1 feature maps`}</h3>
      <Maps
        architecture={architecture}
        layer="C1"
        files={6}
        activations={activations}
        label={t`C1 feature maps of ${name}`}
      />
      <h3>{t`C3 feature maps`}</h3>
      <Maps
        architecture={architecture}
        layer="C3"
        files={8}
        activations={activations}
        label={t`C3 feature maps of ${name}`}
      />
    </div>
  );
}

interface MapsProps {
  readonly architecture: Architecture;
  readonly layer: string;
  /** Maps side by side. */
  readonly files: number;
  /** A floats; null keeps the place of maps that are still to come. */
  readonly activations: Float32Array | null;
  readonly label: string;
}

/** All maps of a layer, on one colour scale. */
function Maps({ architecture, layer: name, files, activations, label }: MapsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const layer = layerNamed(architecture, name);
  const tiling = tile(layer, { files, zoom: 1, gap: 1, lean: 0, drop: 0 });
  const { width, height } = tiling;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tiling follows from the layer and the files
  useLayoutEffect(() => {
    if (!canvas.current) return;
    const context = contextOf(canvas.current);
    const image = context.createImageData(width, height);
    if (activations) {
      const extents = emptyExtents(architecture);
      measureExtents(architecture, activations, extents);
      const words = new Uint32Array(image.data.buffer);
      paintLayer(
        architecture,
        words,
        tiling,
        activationOf(architecture, activations, name),
        palettes[theme],
        (map) => extentOf(extents, 'layer', layer, map),
      );
    }
    context.putImageData(image, 0, 0);
  }, [architecture, activations, theme, name, files]);
  return (
    <canvas
      ref={canvas}
      className={styles.maps}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    />
  );
}
