import { formatExact } from '../../../lib/format.ts';
import { settingChange } from '../../../run/settings/run-settings.ts';
import {
  counts,
  limitsOf,
  type NamedRow,
  type RowOf,
  type RunSettings,
  type SettingValue,
  valueAt,
} from '../../../run/settings/setting-rows.ts';
import { NumberField } from '../../../ui/controls/number-field.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { Slider } from '../../../ui/controls/slider.tsx';
import { Switch } from '../../../ui/controls/switch.tsx';
import styles from './settings-panel.module.css';

interface SettingControlProps {
  readonly row: NamedRow;
  readonly settings: RunSettings;
  readonly onChange: (part: Partial<RunSettings>) => void;
  /** Whether a run is under way that takes changes. */
  readonly underWay?: boolean;
}

export const laterHints = {
  'next resume': 'From the next resume on',
  'next run': 'For the next run',
} as const;

/** The control of one setting, while the setting counts. */
export function SettingControl({ row, settings, onChange, underWay = false }: SettingControlProps) {
  const change = (value: SettingValue) => onChange(settingChange(settings, row, value));
  const idle = !counts(row, settings);
  const otherwise = row.kind === 'number' || row.kind === 'whole' ? row.otherwise : undefined;
  if (idle && otherwise === undefined) return null;
  const hint = (underWay && row.from ? laterHints[row.from] : row.hint) ?? '';
  switch (row.kind) {
    case 'whole':
    case 'number': {
      const value = valueAt(settings, row);
      return (
        <>
          <NumberField
            label={row.label}
            value={value}
            limits={limitsOf(row)}
            step={(from, direction) => stepped(row, from, direction)}
            hint={idle ? (otherwise ?? '') : hint}
            disabled={idle}
            onChange={change}
          />
          {row.slider && <PowersSlider slider={row.slider} value={value} onChange={change} />}
        </>
      );
    }
    case 'choice': {
      const value = valueAt(settings, row);
      const options = Object.entries(row.choices).map(([choice, label]) => ({ value: choice, label }));
      return (
        <Select
          label={row.label}
          value={value}
          options={options}
          hint={hint || (row.hints?.[value] ?? '')}
          onChange={change}
        />
      );
    }
    case 'switch':
      return <Switch label={row.label} on={valueAt(settings, row)} onChange={change} />;
    case 'strength':
      return <StrengthSlider row={row} value={valueAt(settings, row)} onChange={change} />;
    case 'share':
    case 'styles':
      // In the panel of handwriting.
      return null;
  }
}

const twoDigits = (value: number) => Number(value.toPrecision(2));

function stepped({ kind, step }: RowOf<'whole' | 'number'>, value: number, direction: 1 | -1): number {
  if ('by' in step) return Number((value + direction * step.by).toFixed(6));
  if (value === 0 && direction > 0) return step.fromZero ?? value;
  const next = value * step.times ** direction;
  return kind === 'whole' ? Math.round(next) : twoDigits(next);
}

interface PowersSliderProps {
  readonly slider: NonNullable<RowOf<'whole' | 'number'>['slider']>;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function PowersSlider({ slider, value, onChange }: PowersSliderProps) {
  const [from, to] = slider.exponents;
  return (
    <div className={styles.rate}>
      <Slider
        label={slider.label}
        min={from}
        max={to}
        step={slider.step}
        value={Math.max(from, Math.min(to, Math.log10(value)))}
        valueText={String(value)}
        onChange={(exponent) => onChange(twoDigits(10 ** exponent))}
      />
      <span className={styles.ends} aria-hidden="true">
        <span>{formatExact(10 ** from)}</span>
        <span>{formatExact(10 ** to)}</span>
      </span>
    </div>
  );
}

interface StrengthSliderProps {
  readonly row: RowOf<'strength'>;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function StrengthSlider({ row, value, onChange }: StrengthSliderProps) {
  const { label, limits, step, text } = row;
  return (
    <div className={styles.strength}>
      <span aria-hidden="true">{label}</span>
      <Slider
        label={label}
        min={limits[0]}
        max={limits[1]}
        step={step}
        value={value}
        valueText={text(value)}
        onChange={onChange}
      />
      <output translate="no">{text(value)}</output>
    </div>
  );
}
