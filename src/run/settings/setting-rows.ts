import { type SettingGroup, type SettingRow, settingsTable } from './settings-table.ts';

/** Rows of the table with their names, and the values of settings by row. */

type Table = typeof settingsTable;
type Key = keyof Table;
type ValueOf<Row> = Row extends { readonly kind: 'choice'; readonly choices: infer Choices }
  ? keyof Choices & string
  : Row extends { readonly kind: 'switch' }
    ? boolean
    : Row extends { readonly kind: 'styles' }
      ? readonly string[]
      : number;

/** The settings whose default is another with each optimiser. */
export type Rates = {
  readonly [K in Key as Table[K]['usual'] extends { readonly sgd: number } ? K : never]: ValueOf<Table[K]>;
};

type Within<Outer extends string> = {
  readonly [K in Key as K extends `${Outer}.${infer Name}` ? Name : never]: ValueOf<Table[K]>;
};

/** Everything that a person chooses about a run. With the data, it is all that a run depends on. */
export type RunSettings = {
  readonly [K in Key as K extends `${infer Outer}.${string}`
    ? Outer
    : K]: K extends `${infer Outer}.${string}` ? Within<Outer> : ValueOf<Table[K]>;
};

export type NamedRow<Row = SettingRow> = Row & {
  /** As in the table: "distortion.scale". */
  readonly key: string;
  /** The object within the settings that it lies in, if any: "distortion". */
  readonly outer: string | undefined;
  /** In there, and in the address: "scale". */
  readonly name: string;
};
export type RowOf<Kind extends SettingRow['kind']> = NamedRow<Extract<SettingRow, { readonly kind: Kind }>>;
export type SettingValue = ValueOf<SettingRow>;

export const settingRows: readonly NamedRow[] = Object.entries<SettingRow>(settingsTable).map(
  ([key, row]) => {
    const [name = key, outer] = key.split('.').reverse();
    return { ...row, key, outer, name };
  },
);

/** Rows of a part of the page, in the order of their controls. */
export function rowsIn(...groups: readonly SettingGroup[]): readonly NamedRow[] {
  return groups.flatMap((group) =>
    settingRows.filter((row) => row.group === group).sort((a, b) => a.place - b.place),
  );
}

type Nested<Value> = Readonly<Record<string, Value>>;

export function valueAt<Row extends NamedRow>(settings: RunSettings, { outer, name }: Row): ValueOf<Row> {
  // The type of the settings follows from the same rows.
  const flat = settings as unknown as Nested<Nested<unknown>>;
  return (outer === undefined ? flat : flat[outer])?.[name] as ValueOf<Row>;
}

/** An object with a value for each row, as settings are: those that lie within another are made one first. */
export function nested<Value>(
  valueFor: (row: NamedRow) => Value,
  within: (values: Nested<Value>) => Value,
): Nested<Value> {
  const valuesIn = (wanted: string | undefined) =>
    settingRows.filter(({ outer }) => outer === wanted).map((row) => [row.name, valueFor(row)] as const);
  return Object.fromEntries(
    settingRows.map((row) =>
      row.outer === undefined
        ? [row.name, valueFor(row)]
        : [row.outer, within(Object.fromEntries(valuesIn(row.outer)))],
    ),
  );
}

/** Whether a setting says something of the run: the momentum of Adam does not. */
export function counts({ needs }: NamedRow, values: Nested<unknown>): boolean {
  return needs === undefined || values[needs.setting] === needs.is;
}

/** What a number may be. */
export function limitsOf({ kind, limits: [from, to] }: Extract<NamedRow, { readonly limits: unknown }>) {
  return { from, to, whole: kind === 'whole' };
}
