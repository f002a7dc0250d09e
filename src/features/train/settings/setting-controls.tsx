import { locale, t } from '../../../language/language.ts';
import { formatPercent } from '../../../lib/format.ts';
import { formatExact } from '../../../lib/format-sizes.ts';
import {
  counts,
  type NamedRow,
  offeredChoices,
  type RowOf,
  type SettingValue,
  valueAt,
} from '../../../run/settings/rows.ts';
import { type RunSettings, settingChange } from '../../../run/settings/run-settings.ts';
import { NumberField } from '../../../ui/controls/number-field.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { Slider } from '../../../ui/controls/slider.tsx';
import { Switch } from '../../../ui/controls/switch.tsx';
import styles from './settings-panel.module.css';

interface SettingControlsProps {
  readonly rows: readonly NamedRow[];
  readonly settings: RunSettings;
  readonly onChange: (part: Partial<RunSettings>) => void;
  readonly underWay: boolean;
}

export const laterHints = { resume: t`Applies when you resume`, run: t`Applies to the next run` } as const;

/** The controls of settings, as far as they count. */
export function SettingControls({ rows, ...choice }: SettingControlsProps) {
  return rows.map((row) => <SettingControl key={row.key} row={row} {...choice} />);
}

type SettingControlProps = Omit<SettingControlsProps, 'rows'> & { readonly row: NamedRow };

function SettingControl({ row, settings, onChange, underWay }: SettingControlProps) {
  const onValue = (value: SettingValue) => onChange(settingChange(settings, row, value));
  const idle = !counts(row, settings);
  const otherwise = 'otherwise' in row ? row.otherwise : undefined;
  if (idle && otherwise === undefined) return null;
  const hint = idle ? otherwise : underWay && row.next ? laterHints[row.next] : row.hint;
  switch (row.kind) {
    case 'number': {
      const value = valueAt(settings, row);
      return (
        <div className={styles.number}>
          <NumberField
            label={row.label}
            value={value}
            limits={row.limits}
            step={(from, direction) => stepped(row, from, direction)}
            hint={hint ?? ''}
            disabled={idle}
            onChange={onValue}
          />
          {row.slider && <PowersSlider row={row.slider} value={value} onChange={onValue} />}
        </div>
      );
    }
    case 'choice': {
      const value = valueAt(settings, row);
      const choices: Readonly<Record<string, string>> = row.choices;
      const offered = offeredChoices(row, settings, value);
      const options = offered.map((choice) => ({ value: choice, label: choices[choice] ?? choice }));
      const said = hint ?? row.hints?.[value] ?? '';
      return <Select label={row.label} value={value} options={options} hint={said} onChange={onValue} />;
    }
    case 'switch':
      return <Switch label={row.label} on={valueAt(settings, row)} onChange={onValue} />;
    case 'strength':
    case 'share':
      return <CaptionedSlider row={row} value={valueAt(settings, row)} onChange={onValue} />;
    case 'styles':
      return null; // The board of styles shows them all.
  }
}

const twoDigits = (value: number) => Number(value.toPrecision(2));

function stepped({ limits, step }: RowOf<'number'>, value: number, direction: 1 | -1): number {
  if ('by' in step) return Number((value + direction * step.by).toFixed(6));
  if (value === 0 && direction > 0) return step.fromZero ?? value;
  const next = value * step.times ** direction;
  return limits.whole ? Math.round(next) : twoDigits(next);
}

type SliderProps<Row> = {
  readonly row: Row;
  readonly value: number;
  readonly onChange: (to: number) => void;
};

function PowersSlider({ row, value, onChange }: SliderProps<NonNullable<RowOf<'number'>['slider']>>) {
  const [from, to] = row.exponents;
  return (
    <div className={styles.rate}>
      <Slider
        label={row.label}
        min={from}
        max={to}
        step={row.step}
        value={Math.max(from, Math.min(to, Math.log10(value)))}
        valueText={value.toLocaleString(locale, { maximumSignificantDigits: 6 })}
        onChange={(exponent) => onChange(twoDigits(10 ** exponent))}
      />
      <span className={styles.ends} aria-hidden="true">
        <span>{formatExact(10 ** from)}</span>
        <span>{formatExact(10 ** to)}</span>
      </span>
    </div>
  );
}

function CaptionedSlider({ row, value, onChange }: SliderProps<RowOf<'strength' | 'share'>>) {
  const isShare = row.kind === 'share';
  const unit = isShare ? 100 : 1;
  const text = isShare ? formatPercent(value, 0) : row.text(value);
  const note = value === 0 ? 'none' : value === 1 ? 'all' : 'some';
  return (
    <div className={isShare ? styles.share : styles.strength}>
      <span aria-hidden="true">{isShare ? row.caption : row.label}</span>
      <Slider
        label={row.label}
        min={unit * row.limits.from}
        max={unit * row.limits.to}
        step={row.step}
        value={isShare ? Math.round(unit * value) : value}
        valueText={text}
        onChange={(chosen) => onChange(chosen / unit)}
      />
      <output translate="no">{text}</output>
      {isShare && <span>{row.hints[note]}</span>}
    </div>
  );
}
