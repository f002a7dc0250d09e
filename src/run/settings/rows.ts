import { type SettingGroup, type SettingRow, settingsTable } from './settings-table.ts';

/** Rows of the table with their names, and the values of settings by row. */

type Table = typeof settingsTable;
type ValueOf<Row> = Row extends { readonly kind: 'choice'; readonly choices: infer Choices }
  ? keyof Choices & string
  : Row extends { readonly usual: infer Usual }
    ? Widened<Usual>
    : never;
type Widened<Value> = Value extends number ? number : Value extends boolean ? boolean : readonly string[];
type Within<Outer extends string> = {
  readonly [K in keyof Table as K extends `${Outer}.${infer Name}` ? Name : never]: ValueOf<Table[K]>;
};

/** Everything that a person chooses about a run. With the data, it is all that a run depends on. */
export type RunSettings = {
  readonly [K in keyof Table as K extends `${infer Outer}.${string}`
    ? Outer
    : K]: K extends `${infer Outer}.${string}` ? Within<Outer> : ValueOf<Table[K]>;
};
export type SettingValue = ValueOf<SettingRow>;

export type NamedRow<Row = SettingRow> = Row & {
  /** As in the table: "distortion.scale". */
  readonly key: string;
  /** The object within the settings that it lies in, if any: "distortion". */
  readonly outer: string | undefined;
  /** In there, and in the address: "scale". */
  readonly name: string;
};
export type RowOf<Kind> = NamedRow<Extract<SettingRow, { readonly kind: Kind }>>;

export const settingRows = Object.entries<SettingRow>(settingsTable).map(([key, row]): NamedRow => {
  const [name = key, outer] = key.split('.').reverse();
  // Words are asked for when they are shown: a copy of the row's values would have them in English.
  return Object.defineProperties({ key, outer, name }, Object.getOwnPropertyDescriptors(row)) as NamedRow;
});

/** Rows of parts of the page, in the order of their controls. */
export function rowsIn(...groups: readonly SettingGroup[]): readonly NamedRow[] {
  const inOrder = settingRows.toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0));
  return groups.flatMap((group) => inOrder.filter((row) => row.group === group));
}

type Values<Value = unknown> = Readonly<Record<string, Value>>;

export function valueAt<Row extends NamedRow>(settings: RunSettings, { outer, name }: Row): ValueOf<Row> {
  // The type of the settings follows from the same rows.
  const values = (outer === undefined ? settings : (settings as Values)[outer]) as Values;
  return values[name] as ValueOf<Row>;
}

/** An object with a value for each row, as settings are: those that lie within another are made one first. */
export function nested<Value>(valueFor: (row: NamedRow) => Value, within: (values: Values<Value>) => Value) {
  const valuesIn = (wanted: string | undefined) =>
    Object.fromEntries(
      settingRows.filter(({ outer }) => outer === wanted).map((row) => [row.name, valueFor(row)]),
    );
  const tops = settingRows.map(({ outer, name }) => outer ?? name);
  const own = valuesIn(undefined);
  return Object.fromEntries(tops.map((top) => [top, own[top] ?? within(valuesIn(top))]));
}

/** Whether a setting says something of the run: the momentum of Adam does not. */
export function counts({ needs }: NamedRow, values: Values): boolean {
  return needs === undefined || [needs.is].flat().includes(values[needs.setting] as string);
}

/** The choices of a row that go with a network, and the one that is chosen. */
export function offeredChoices(row: RowOf<'choice'>, { network }: RunSettings, chosen: string): string[] {
  const { offered } = row as { readonly offered?: (choice: string, network: string) => boolean };
  return Object.keys(row.choices).filter(
    (choice) => choice === chosen || offered === undefined || offered(choice, network),
  );
}
