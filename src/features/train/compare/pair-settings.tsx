import type { ComponentProps } from 'react';
import { useStore } from 'zustand/react';
import { t } from '../../../language/language.ts';
import { type Pair, sides } from '../../../run/contract.ts';
import { counts, type NamedRow, settingRows } from '../../../run/settings/rows.ts';
import type { RunSettings } from '../../../run/settings/run-settings.ts';
import { Button, IconButton } from '../../../ui/controls/button.tsx';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { SettingControls } from '../settings/setting-controls.tsx';
import { nameWithin, rowName, valueText } from '../settings/setting-words.ts';
import type { TrainModel } from '../train-model.ts';
import type { CompareModel } from './compare-model.ts';
import { lessons } from './lessons.ts';
import { changedBoth, madeSame } from './pair.ts';
import styles from './pair-settings.module.css';
import { SideMark, sideNames } from './side-mark.tsx';

interface PairSettingsProps {
  readonly model: TrainModel;
  readonly compared: CompareModel;
}

const noSetting = '';

/** What differs between two runs that have not started: lessons to choose from, or any settings. */
export function PairSettings({ model, compared }: PairSettingsProps) {
  const { pair, apart } = useStore(compared.store);
  const rows = settingRows.filter(({ key }) => apart.includes(key));
  // Styles have their board on the Train page.
  const others = settingRows.filter(({ key, kind }) => !apart.includes(key) && kind !== 'styles');
  const offered = others.filter((row) => counts(row, pair.a) || counts(row, pair.b));
  const both = {
    settings: pair.a,
    underWay: false,
    onChange: (part: Partial<RunSettings>) => compared.change(changedBoth(pair, part, apart)),
  };
  return (
    <div className={styles.settings}>
      <section className={styles.section} aria-label={t`Lessons`}>
        <h2>{t`Pick a lesson`}</h2>
        <ul className={styles.lessons}>
          {lessons.map(({ name, asks, pair: pairOf }) => (
            <li key={name}>
              <Button onClick={() => compared.begin(pairOf(model.settings.getState().settings))}>
                {name}
              </Button>
              <span className={styles.asks}>{asks}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className={styles.section} aria-label={t`What differs`}>
        <h2>{t`Or choose what differs`}</h2>
        <div className={styles.rows}>
          {rows.map((row) => (
            <Row key={row.key} row={row} pair={pair} compared={compared} />
          ))}
          {rows.length === 0 && (
            <p className={styles.none}>{t`Nothing differs yet: both networks would be the same.`}</p>
          )}
        </div>
        <div className={styles.add}>
          <Select
            label={t`Add a setting`}
            layout="inline"
            value={noSetting}
            options={[
              { value: noSetting, label: t`Choose…` },
              ...offered.map((row) => ({ value: row.key, label: rowName(row) })),
            ]}
            onChange={(key) => key !== noSetting && compared.setApart(key, true)}
          />
        </div>
        <Disclosure summary={t`Settings of both`}>
          <div className={styles.fields}>
            <SettingControls rows={others.filter(({ kind }) => !isWide(kind))} {...both} />
          </div>
          <div className={styles.wide}>
            {others
              .filter(({ kind }) => isWide(kind))
              .map((row) => (
                <Control key={row.key} row={row} {...both} />
              ))}
          </div>
        </Disclosure>
      </section>
    </div>
  );
}

/** Sliders and switches have their label beside them. */
function isWide(kind: NamedRow['kind']): boolean {
  return kind !== 'number' && kind !== 'choice';
}

type ControlProps = Omit<ComponentProps<typeof SettingControls>, 'rows'> & { readonly row: NamedRow };

/** On the Train page, the share stands below a heading that says of what it is. */
function Control({ row, ...choice }: ControlProps) {
  return (
    <>
      {row.kind === 'share' && <p className={styles.of}>{rowName(row)}</p>}
      <SettingControls rows={[row]} {...choice} />
    </>
  );
}

interface RowProps extends Pick<PairSettingsProps, 'compared'> {
  readonly row: NamedRow;
  readonly pair: Pair<RunSettings>;
}

/** One setting, with a control for each run. */
function Row({ row, pair, compared }: RowProps) {
  return (
    <div className={styles.row} data-setting={row.key}>
      {sides.map((side) => (
        <fieldset key={side} className={styles.side} aria-label={t`Run ${sideNames[side]}`}>
          <SideMark side={side} />
          <div className={styles.control}>
            {row.kind === 'styles' || !counts(row, pair[side]) ? (
              <p>
                {rowName(row)}: {valueText(pair[side], row)}
              </p>
            ) : (
              <Control
                row={row}
                settings={pair[side]}
                underWay={false}
                onChange={(part) => compared.change({ ...pair, [side]: { ...pair[side], ...part } })}
              />
            )}
          </div>
        </fieldset>
      ))}
      <IconButton
        label={t`Same ${nameWithin(row)} for both`}
        icon="close"
        onClick={() => {
          compared.change(madeSame(pair, row));
          compared.setApart(row.key, false);
        }}
      />
    </div>
  );
}
