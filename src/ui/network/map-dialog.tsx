import type { Theme } from '../../pictures/colour-scales.ts';
import type { Unit } from '../../pictures/unit.ts';
import type { LiveFigure } from './live-figure.ts';

interface MapDialogProps {
  readonly figure: LiveFigure;
  readonly theme: Theme;
  readonly unit: Unit;
  readonly parameters: Float32Array | null;
  readonly onMove: (unit: Unit) => void;
  readonly onClose: () => void;
}

export function MapDialog(_: MapDialogProps) {
  return null;
}
