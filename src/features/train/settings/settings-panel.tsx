import type { ReactNode } from 'react';
import { engineLabel } from '../../../engines/registry.ts';
import {
  defaultSettings,
  engineChoices,
  optimiserChange,
  optimiserKinds,
  type RunSettings,
  scheduleKinds,
} from '../../../run/settings/run-settings.ts';
import { optimiserWords, scheduleWords } from '../../../run/settings/setting-words.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { NumberField } from '../../../ui/controls/number-field.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { Slider } from '../../../ui/controls/slider.tsx';
import { limitsOf, type NumberSetting } from './setting-limits.ts';
import styles from './settings-panel.module.css';

interface SettingsPanelProps {
  readonly settings: RunSettings;
  readonly onChange: (part: Partial<RunSettings>) => void;
  /** Whether these are the settings of a run by default. */
  readonly usual: boolean;
  /** Whether a run is under way that takes changes from its next step on. */
  readonly underWay: boolean;
  /** Copies the address that holds them. */
  readonly onCopyLink: () => void;
  /** The settings of the distortion. */
  readonly children: ReactNode;
}

const optimiserHints = {
  sgd: 'Keeps some of the last step',
  adam: 'A rate for each weight',
  adamw: 'Adam, decay set apart',
} as const;
const scheduleHints = {
  constant: 'The same all along',
  'one-cycle': 'Up, then down to zero',
  cosine: 'Down along a cosine',
} as const;

const twoDigits = (value: number) => Number(value.toPrecision(2));
const by = (amount: number) => (value: number, direction: number) =>
  Number((value + direction * amount).toFixed(6));
const times = (factor: number) => (value: number, direction: number) =>
  twoDigits(value * factor ** direction);

/** What the arrow keys do in each field. */
const steps: Readonly<Record<NumberSetting, (value: number, direction: 1 | -1) => number>> = {
  seed: by(1),
  epochs: by(1),
  batchSize: (value, direction) => Math.max(1, Math.round(value * 2 ** direction)),
  learningRate: times(1.25),
  momentum: by(0.01),
  weightDecay: (value, direction) => (value === 0 && direction > 0 ? 0.001 : times(2)(value, direction)),
};

/** Powers of ten between which the slider chooses; the field beside it takes all that is allowed. */
const rateExponents = { from: -5, to: 0 };

/** Everything that a person chooses about a run. */
export function SettingsPanel({
  settings,
  onChange,
  usual,
  underWay,
  onCopyLink,
  children,
}: SettingsPanelProps) {
  const { learningRate, optimiser } = settings;
  const momentumCounts = optimiser === 'sgd';
  const numberField = (
    setting: NumberSetting,
    label: string,
    hint: string,
    more: { readonly disabled?: boolean } = {},
  ) => (
    <NumberField
      {...more}
      label={label}
      value={settings[setting]}
      limits={limitsOf(setting)}
      step={steps[setting]}
      hint={hint}
      onChange={(value) => onChange({ [setting]: value })}
    />
  );
  const nextRun = 'For the next run';
  const exponent = Math.max(rateExponents.from, Math.min(rateExponents.to, Math.log10(learningRate)));
  return (
    <section className={styles.panel} aria-label="Settings" data-testid="settings">
      <div className={styles.head}>
        <h2>Settings</h2>
        <div className={styles.buttons}>
          <Button icon="link" onClick={onCopyLink}>
            Copy link
          </Button>
          <Button disabled={usual} onClick={() => onChange(defaultSettings)}>
            Defaults
          </Button>
        </div>
      </div>
      <p className={styles.note}>
        {underWay
          ? 'Changes hold from the next step on.'
          : 'The address holds them and the choice of data: a link to this page is a link to this run.'}
      </p>
      <div className={styles.fields}>
        {numberField('epochs', 'Epochs', 'Times through the images')}
        {numberField('batchSize', 'Batch size', 'Images to a step')}
        <Select
          label="Optimiser"
          value={optimiser}
          options={optimiserKinds.map((value) => ({ value, label: optimiserWords[value] }))}
          hint={optimiserHints[optimiser]}
          onChange={(value) => onChange(optimiserChange(settings, value))}
        />
        <Select
          label="Schedule"
          value={settings.schedule}
          options={scheduleKinds.map((value) => ({ value, label: scheduleWords[value] }))}
          hint={scheduleHints[settings.schedule]}
          onChange={(value) => onChange({ schedule: value })}
        />
        {numberField('learningRate', 'Learning rate', 'Peak of the schedule')}
        <div className={styles.rate}>
          <Slider
            label="Learning rate, by powers of ten"
            min={rateExponents.from}
            max={rateExponents.to}
            step={0.05}
            value={exponent}
            valueText={String(learningRate)}
            onChange={(value) => onChange({ learningRate: twoDigits(10 ** value) })}
          />
          <span className={styles.ends} aria-hidden="true">
            <span>10⁻⁵</span>
            <span>1</span>
          </span>
        </div>
        {numberField('weightDecay', 'Weight decay', 'Pulls the weights to zero')}
        {numberField('momentum', 'Momentum', momentumCounts ? 'Share of the last step kept' : 'Of SGD only', {
          disabled: !momentumCounts,
        })}
        {numberField('seed', 'Seed', underWay ? nextRun : 'Same seed, same run')}
        <Select
          label="Engine"
          value={settings.engine}
          options={engineChoices.map((value) => ({
            value,
            label: value === 'auto' ? 'Auto' : engineLabel(value),
          }))}
          hint={underWay ? 'From the next resume on' : settings.engine === 'auto' ? 'The fastest here' : ''}
          onChange={(value) => onChange({ engine: value })}
        />
      </div>
      {children}
    </section>
  );
}
