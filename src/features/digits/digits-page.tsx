import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand/react';
import type { Drawing } from '../../digits/drawing/drawing.ts';
import { contradictions, type OwnDigit } from '../../digits/own/own-digits.ts';
import { t } from '../../language/language.ts';
import { plural } from '../../language/plural.ts';
import { formatCount } from '../../lib/format.ts';
import { Button } from '../../ui/controls/button.tsx';
import { FileButton } from '../../ui/controls/file-button.tsx';
import { DropVeil } from '../../ui/drop-veil/drop-veil.tsx';
import { NoticeBar } from '../../ui/notices/notice-bar.tsx';
import { PageHead } from '../../ui/page/page-head.tsx';
import { pageWords } from '../../ui/page/page-words.ts';
import { Part } from '../../ui/part/part.tsx';
import { useFilesDrop } from '../../ui/use-files-drop.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { DigitDialog } from './digit-dialog.tsx';
import { DigitGroups } from './digit-groups.tsx';
import styles from './digits-page.module.css';
import { exportDigits, importDigits } from './files.ts';
import type { LearnModel } from './learn-model.ts';
import { LearnPanel } from './learn-panel.tsx';
import { NoDigits } from './no-digits.tsx';
import { counted, type OwnDigitsModel } from './own-digits-model.ts';

interface DigitsPageProps {
  readonly own: OwnDigitsModel;
  readonly learning: LearnModel;
  /** Puts a drawing on the paper of the Draw page, and goes there. */
  readonly onOpen: (drawing: Drawing) => void;
}

const none: readonly OwnDigit[] = [];

/** One's own digits: to look through, correct, carry elsewhere, and learn. */
export function DigitsPage({ own, learning, onOpen }: DigitsPageProps) {
  const { digits, damaged, trouble, notice } = useStore(own.store);
  const shown = digits ?? none;
  const settled = useSettled(digits !== null || trouble !== null);
  const [open, setOpen] = useState<string | null>(null);
  const contrary = useMemo(() => contradictions(shown), [shown]);
  const opened = shown.find(({ id }) => id === open);
  const take = useCallback((files: readonly File[]) => void importDigits(own, files), [own]);
  const held = useFilesDrop(take);
  const deleteAll = () => {
    const ids = shown.map(({ id }) => id);
    void own.remove(ids, t`${counted(ids.length)} deleted.`);
  };

  useEffect(() => {
    void own.load();
    return own.dismissNotice;
  }, [own]);

  return (
    <main className={styles.page} data-digits={shown.length > 0 ? 'some' : 'none'} data-waiting={!settled}>
      <section className={styles.list} aria-label={t`Your digits`}>
        <PageHead {...pageWords.digits()} count={shown.length > 0 ? formatCount(shown.length) : ''}>
          <Button icon="save" disabled={shown.length === 0} onClick={() => exportDigits(shown)}>
            {t`Export`}
          </Button>
          <FileButton onFiles={take}>{t`Import…`}</FileButton>
          <Button icon="clear" disabled={shown.length === 0} onClick={deleteAll}>
            {t`Delete all`}
          </Button>
        </PageHead>
        {trouble !== null && (
          <p className={styles.trouble} role="alert">
            {t`Your digits cannot be read just now: ${trouble}.`}
          </p>
        )}
        {damaged > 0 && (
          <p className={styles.note}>
            {plural(
              damaged,
            )`${damaged} more is damaged and cannot be shown. | ${damaged} more are damaged and cannot be shown.`}
          </p>
        )}
        {contrary.size > 0 && (
          <p className={styles.note}>
            {t`${contrary.size} of them have conflicting labels: the same drawing, labelled differently. They are marked, and learning skips them until one label is left.`}
          </p>
        )}
        {digits !== null && shown.length === 0 && trouble === null ? (
          <NoDigits />
        ) : (
          <Part name={t`The list of your digits`} resetKey={shown}>
            <DigitGroups
              digits={shown}
              contrary={contrary}
              onOpen={setOpen}
              onDelete={(id) => void own.remove([id], t`Deleted.`)}
            />
          </Part>
        )}
      </section>
      <Part name={t`The learning panel`}>
        <LearnPanel digits={shown} model={learning} />
      </Part>
      {opened && (
        <DigitDialog
          digit={opened}
          contrary={contrary.has(opened.id)}
          onRelabel={(label) => void own.relabel(opened.id, label)}
          onDelete={() => void own.remove([opened.id], t`Deleted.`)}
          onOpen={() => onOpen(opened.drawing)}
          onClose={() => setOpen(null)}
        />
      )}
      {held && <DropVeil text={t`Drop a file of digits`} />}
      <NoticeBar
        text={notice?.text ?? null}
        onDismiss={own.dismissNotice}
        action={notice?.undo ? { label: t`Undo`, run: notice.undo } : undefined}
      />
    </main>
  );
}
