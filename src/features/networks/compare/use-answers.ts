import { useEffect, useMemo, useState } from 'react';
import { type Answer, answerOf } from '../../../digits/answer-rules.ts';
import type { Normalisation } from '../../../digits/raster/normalisation.ts';
import { normalise } from '../../../digits/raster/normalise.ts';
import { activationOf, type Network, outputOf } from '../../../network/architecture.ts';
import { isFamiliar } from '../../../network/energy.ts';
import { digit28, padToInput32 } from '../../../network/rasters.ts';
import { referenceForward } from '../../../network/reference/reference.ts';
import { type DrawingModelStore, holdsNumber } from '../../../ui/draw-pad/model.ts';

/** While a line is being drawn, at most so often: the page's thread computes here, and draws as well. */
const restMs = 80;

/** What the networks are given of the drawing, soon after each of its changes; null where there is no digit. */
export function useNormalised(drawing: DrawingModelStore): Normalisation | null {
  const [normalisation, setNormalisation] = useState(() => normalised(drawing));
  useEffect(() => {
    let resting: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      resting = undefined;
      setNormalisation(normalised(drawing));
    };
    look();
    const stop = drawing.subscribe((now, before) => {
      if (now.revision !== before.revision) resting ??= setTimeout(look, restMs);
    });
    return () => {
      stop();
      clearTimeout(resting);
    };
  }, [drawing]);
  return normalisation;
}

function normalised(drawing: DrawingModelStore): Normalisation | null {
  const model = drawing.getState();
  return holdsNumber(model) ? null : normalise(model.drawing);
}

/**
 * What a network makes of it, by the plain reference in float64: some milliseconds a drawing, and the
 * engine that answers on the Draw page keeps the network that it has.
 * @param network null while it is read
 * @param leastEnergy where the network says it; null where its confidence tells what it does not know
 */
export function useAnswer(
  network: Network | null,
  normalisation: Normalisation | null,
  leastEnergy: number | null,
): Answer | null {
  return useMemo(() => {
    if (!network) return null;
    const { architecture, parameters } = network;
    if (!normalisation) return answerOf([], null);
    const input = padToInput32(digit28(normalisation.digit));
    const activations = Float32Array.from(referenceForward(architecture, parameters, input));
    const familiar = isFamiliar({ architecture, parameters, leastEnergy }, activations);
    return answerOf(
      activationOf(architecture, activations, outputOf(architecture).name),
      normalisation,
      familiar,
    );
  }, [network, normalisation, leastEnergy]);
}
