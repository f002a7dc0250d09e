import { t } from '../../../language/language.ts';
import type { DistortionPreview } from '../../../run/contract.ts';
import { rowsIn } from '../../../run/settings/rows.ts';
import { defaultsOf, type RunSettings } from '../../../run/settings/run-settings.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { WordsHere } from '../../../ui/glossary/words-here.tsx';
import { SettingControls } from './setting-controls.tsx';
import styles from './settings-panel.module.css';

interface SettingsPanelProps {
  readonly settings: RunSettings;
  readonly onChange: (part: Partial<RunSettings>) => void;
  readonly usual: boolean;
  readonly underWay: boolean;
  /** Whether the run under way trains another network than is chosen. */
  readonly another?: boolean;
  readonly onCopyLink: () => void;
  /** Digits as they are and as the distortion changes them; null while there are none. */
  readonly preview: DistortionPreview | null;
}

export function SettingsPanel({ usual, onCopyLink, preview, another, ...choice }: SettingsPanelProps) {
  const { settings, onChange, underWay } = choice;
  return (
    <section className={styles.panel} aria-label={t`Settings`} data-testid="settings">
      <div className={styles.head}>
        <h3>{t`Settings`}</h3>
        <div className={styles.buttons}>
          <Button icon="link" onClick={onCopyLink}>
            {t`Copy link`}
          </Button>
          <Button disabled={usual} onClick={() => onChange(defaultsOf(settings.network))}>
            {t`Defaults`}
          </Button>
        </div>
      </div>
      <p className={styles.note}>
        {underWay
          ? another
            ? t`The current run trains another network. These settings are for the next run.`
            : t`Changes take effect at the next step.`
          : t`These settings and the data set are in the URL, so you can share this run as a link.`}
      </p>
      <div className={styles.fields}>
        <SettingControls rows={rowsIn('length', 'learning', 'start')} {...choice} />
      </div>
      <div className={styles.distortion}>
        <SettingControls rows={rowsIn('distortion')} {...choice} />
        {settings.distort && <Preview preview={preview} />}
      </div>
      <WordsHere names={words} />
    </section>
  );
}

const words = [
  'batch',
  'epoch',
  'learning rate',
  'momentum',
  'loss',
  'gradient',
  'overfitting',
  'validation set',
  'test set',
] as const;

const places = [0, 1, 2, 3, 4, 5];

function Preview({ preview }: Pick<SettingsPanelProps, 'preview'>) {
  const rows = [
    { name: t`As it is`, digits: preview?.before },
    { name: t`As seen`, digits: preview?.after },
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
