import { useEffect, useState } from 'react';
import { layerNamed } from '../../network/architecture.ts';
import { type Arithmetic, arithmeticOf } from '../../network/arithmetic.ts';
import { type Unit, unitValue } from '../../network/unit.ts';
import type { LiveFigure } from './live-figure.ts';

/** A sum may differ this much from the value shown: engines add up in float32, and three decimals are shown. */
const agreement = 5e-4;

/**
 * The arithmetic of a unit, following the values that are shown. Null where there is nothing to add up, or the
 * weights are of another moment than the values.
 */
export function useArithmetic(
  figure: LiveFigure,
  unit: Unit,
  parameters: Float32Array | null,
): Arithmetic | null {
  const [arithmetic, setArithmetic] = useState<Arithmetic | null>(null);
  useEffect(
    () => figure.onPainted(() => setArithmetic(shownArithmetic(figure, unit, parameters))),
    [figure, unit, parameters],
  );
  return arithmetic;
}

function shownArithmetic({ architecture, activations }: LiveFigure, unit: Unit, given: Float32Array | null) {
  const { kind } = layerNamed(architecture, unit.layer);
  const parameters = kind === 'pooling' ? new Float32Array() : given;
  if (!activations || !parameters || kind === 'input') return null;
  const arithmetic = arithmeticOf({ architecture, parameters }, activations, unit);
  const off = Math.abs(arithmetic.value - unitValue(architecture, activations, unit));
  return off < agreement ? arithmetic : null;
}
