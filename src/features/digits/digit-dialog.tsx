import { useEffect, useId, useRef } from 'react';
import type { OwnDigit } from '../../digits/own/own-digits.ts';
import { locale, t } from '../../language/language.ts';
import { withArticle } from '../../lib/format.ts';
import { Button, IconButton } from '../../ui/controls/button.tsx';
import { LabelButtons } from '../../ui/label-buttons/label-buttons.tsx';
import styles from './digit-dialog.module.css';
import { DrawingPicture } from './drawing-picture/drawing-picture.tsx';

interface DigitDialogProps {
  readonly digit: OwnDigit;
  readonly contrary: boolean;
  readonly onRelabel: (label: number) => void;
  readonly onDelete: () => void;
  /** Onto the paper of the Draw page. */
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** One of one's own digits, large, and what can be done with it. */
export function DigitDialog(props: DigitDialogProps) {
  const { digit, contrary, onRelabel, onDelete, onOpen, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    // Not closed by the effect's clean-up: React runs effects twice in development.
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  const then = (action: () => void) => () => {
    dialog.current?.close();
    action();
  };
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      data-testid="digit-dialog"
      onClose={onClose}
      onPointerDown={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className={styles.content}>
        <header className={styles.header}>
          <h2 id={titleId} className={styles.title}>
            {t`Kept as ${withArticle(digit.label)}`}
          </h2>
          <IconButton label={t`Close`} icon="close" onClick={() => dialog.current?.close()} />
        </header>
        <div className={styles.picture}>
          <DrawingPicture drawing={digit.drawing} />
        </div>
        <p className={styles.note}>
          {contrary ? t`You also saved this drawing under another label.` : t`Kept on ${whenOf(digit)}.`}
        </p>
        <LabelButtons
          label={t`Change what it is`}
          chosen={digit.label}
          nameOf={(label) => t`It is ${withArticle(label)}`}
          onChoose={onRelabel}
        />
        <footer className={styles.footer}>
          <Button icon="pen" onClick={then(onOpen)}>
            {t`Open on the Draw page`}
          </Button>
          <Button icon="clear" onClick={then(onDelete)}>
            {t`Delete`}
          </Button>
        </footer>
      </div>
    </dialog>
  );
}

function whenOf({ savedAt }: OwnDigit): string {
  return new Date(savedAt).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' });
}
