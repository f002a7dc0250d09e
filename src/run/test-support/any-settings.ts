import fc from 'fast-check';
import { switched } from '../../digits/synthesis/style-choice.ts';
import { styleNames } from '../../digits/synthesis/styles.ts';
import { type NamedRow, nested, type RunSettings } from '../settings/rows.ts';

function anyValue(row: NamedRow): fc.Arbitrary<unknown> {
  switch (row.kind) {
    case 'choice':
      return fc.constantFrom(...Object.keys(row.choices));
    case 'switch':
      return fc.boolean();
    case 'styles':
      return fc.subarray([...styleNames]).map((names) => switched([], names, false));
    default: {
      const { from: min, to: max, whole } = row.limits;
      return whole ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
    }
  }
}

/** Any settings that there can be, whatever rows the table has. */
export const anySettings = fc.record(
  nested(anyValue, fc.record),
) as fc.Arbitrary<unknown> as fc.Arbitrary<RunSettings>;
