import type { DistortionPreview } from '../../../run/contract.ts';
import { type NamedRow, type RunSettings, rowsIn } from '../../../run/settings/setting-rows.ts';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { SettingControl } from './setting-control.tsx';
import styles from './settings-panel.module.css';

interface DistortionSettingsProps {
  readonly settings: RunSettings;
  readonly onChange: (part: Partial<RunSettings>) => void;
  /** Digits as they are and as these settings change them; null while there are none. */
  readonly preview: DistortionPreview | null;
}

const places = [0, 1, 2, 3, 4, 5];

/** Whether and how much the training images are distorted, with what comes of it. */
export function DistortionSettings({ settings, onChange, preview }: DistortionSettingsProps) {
  const control = (row: NamedRow) => (
    <SettingControl key={row.key} row={row} settings={settings} onChange={onChange} />
  );
  const rows = rowsIn('distortion');
  return (
    <div className={styles.distortion}>
      {rows.filter(({ kind }) => kind !== 'strength').map(control)}
      {settings.distort && (
        <div className={styles.strengths}>{rows.filter(({ kind }) => kind === 'strength').map(control)}</div>
      )}
      {settings.distort && <Preview preview={preview} />}
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
