import { isDense, type Layer } from '../../network/architecture.ts';
import type { ReceptiveField } from '../../network/receptive-field.ts';
import type { Unit } from '../../network/unit.ts';
import { sheetShape } from '../../pictures/map-values.ts';
import styles from './marks.module.css';

interface CellMarkProps {
  readonly layer: Layer;
  readonly unit: Unit;
  readonly chosen?: boolean;
}

/** Outlines one unit on its sheet, in the sheet's cells. */
export function CellMark({ layer, unit, chosen }: CellMarkProps) {
  const { width } = sheetShape(layer);
  const dense = isDense(layer);
  const column = dense ? unit.map % width : unit.column;
  const row = dense ? Math.floor(unit.map / width) : unit.row;
  return <Mark x={column} y={row} width={1} height={1} {...(chosen && { chosen })} />;
}

/** Outlines a receptive field on a sheet of its layer. */
export function FieldMark({ field }: { readonly field: ReceptiveField }) {
  const { rowFrom, rowTo, columnFrom, columnTo } = field;
  return <Mark x={columnFrom} y={rowFrom} width={columnTo - columnFrom} height={rowTo - rowFrom} />;
}

interface MarkProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly chosen?: boolean;
}

function Mark({ chosen = false, ...rectangle }: MarkProps) {
  return (
    <>
      <rect className={styles.halo} {...rectangle} />
      <rect className={chosen ? styles.chosen : styles.mark} {...rectangle} />
    </>
  );
}
