import type { DistortionPreview } from '../../../run/contract.ts';
import type { DistortionStrengths, RunSettings } from '../../../run/settings/run-settings.ts';
import { strengthWords } from '../../../run/settings/setting-words.ts';
import { Slider } from '../../../ui/controls/slider.tsx';
import { Switch } from '../../../ui/controls/switch.tsx';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { type Strength, strengthLimitsOf, strengths } from './setting-limits.ts';
import styles from './settings-panel.module.css';

interface DistortionSettingsProps {
  readonly settings: RunSettings;
  readonly onChange: (part: Partial<RunSettings>) => void;
  /** Digits as they are and as these settings change them; null while there are none. */
  readonly preview: DistortionPreview | null;
}

/** What a slider moves by. */
const steps: Readonly<Record<Strength, number>> = {
  rotationDeg: 1,
  scale: 0.01,
  shear: 0.01,
  shiftPx: 0.25,
  elasticPx: 0.1,
};

const places = [0, 1, 2, 3, 4, 5];

/** Whether and how much the training images are distorted, with what comes of it. */
export function DistortionSettings({ settings, onChange, preview }: DistortionSettingsProps) {
  const { distort, distortion } = settings;
  const change = (part: Partial<DistortionStrengths>) => onChange({ distortion: { ...distortion, ...part } });
  return (
    <div className={styles.distortion}>
      <Switch label="Distort the training images" on={distort} onChange={(on) => onChange({ distort: on })} />
      {distort && (
        <div className={styles.strengths}>
          {strengths.map((name) => {
            const { label, text } = strengthWords[name];
            const { from, to } = strengthLimitsOf(name);
            const value = distortion[name];
            return (
              <div key={name} className={styles.strength}>
                <span aria-hidden="true">{label}</span>
                <Slider
                  label={label}
                  min={from}
                  max={to}
                  step={steps[name]}
                  value={value}
                  valueText={text(value)}
                  onChange={(next) => change({ [name]: next })}
                />
                <output translate="no">{text(value)}</output>
              </div>
            );
          })}
        </div>
      )}
      {distort && <Preview preview={preview} />}
    </div>
  );
}

function Preview({ preview }: { readonly preview: DistortionPreview | null }) {
  const rows = [
    { name: 'As it is', digits: preview?.before },
    { name: 'As seen', digits: preview?.after },
  ];
  return (
    <div className={styles.preview} data-testid="distortion-preview" data-ready={preview !== null}>
      {rows.flatMap(({ name, digits }) => [
        <span key={name}>{name}</span>,
        ...places.map((place) => <DigitPicture key={`${name} ${place}`} digit={digits?.[place] ?? null} />),
      ])}
    </div>
  );
}
