import type { ReactNode } from 'react';
import { defaultSettings } from '../../../run/settings/run-settings.ts';
import { type RunSettings, rowsIn } from '../../../run/settings/setting-rows.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { SettingControl } from './setting-control.tsx';
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

/** Everything that a person chooses about a run. */
export function SettingsPanel({
  settings,
  onChange,
  usual,
  underWay,
  onCopyLink,
  children,
}: SettingsPanelProps) {
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
        {rowsIn('length', 'learning', 'start').map((row) => (
          <SettingControl
            key={row.key}
            row={row}
            settings={settings}
            underWay={underWay}
            onChange={onChange}
          />
        ))}
      </div>
      {children}
    </section>
  );
}
