import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { LabelledDigits } from '../../../data/labelled-digits.ts';
import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { messageOf } from '../../../lib/expect.ts';
import { formatCount } from '../../../lib/format.ts';
import { placesOf } from '../../../measures/evaluation.ts';
import { digitSize } from '../../../network/rasters.ts';
import type { TestResult } from '../../../run/contract.ts';
import { Button, IconButton } from '../../../ui/controls/button.tsx';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { testImageWords } from '../../../ui/run-words.ts';
import { whileWanted } from '../../../ui/while-wanted.ts';
import { type ConfusionCell, cellText } from './cells.ts';
import styles from './confusion-dialog.module.css';

interface ConfusionDialogProps {
  readonly result: TestResult;
  readonly cell: ConfusionCell;
  /** Test images by their places. Stable, or the images are asked for again. */
  readonly images: (places: readonly number[]) => Promise<LabelledDigits>;
  /** Opens one in the live network; `what` says in words which it is. The dialog closes. */
  readonly onPick: (digit: Uint8Array, what: string) => void;
  readonly onClose: () => void;
}

const pageSize = 100;

type Shown =
  | { readonly state: 'loading' }
  | { readonly state: 'here'; readonly digits: LabelledDigits }
  | { readonly state: 'failed'; readonly reason: string };

/** The images behind one cell of the confusion matrix. */
export function ConfusionDialog({ result, cell, images, onPick, onClose }: ConfusionDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const places = useMemo(() => placesOf(result, cell.label, cell.answer), [result, cell]);
  const [from, setFrom] = useState(0);
  const page = useMemo(() => places.slice(from, from + pageSize), [places, from]);
  const shown = useImages(images, page);

  useEffect(() => {
    // Not closed by the effect's clean-up: React runs effects twice in development.
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);

  const pick = (digit: Uint8Array, what: string) => {
    dialog.current?.close();
    onPick(digit, what);
  };

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      data-testid="confusion-dialog"
      onClose={onClose}
      onPointerDown={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className={styles.content}>
        <header className={styles.header}>
          <h2 id={titleId} className={styles.title}>
            {cellText(cell, places.length)}
          </h2>
          <IconButton label={t`Close`} icon="close" onClick={() => dialog.current?.close()} />
        </header>
        {shown.state === 'failed' ? (
          <p role="alert">{t`The images cannot be shown: ${shown.reason}`}</p>
        ) : (
          <ul className={styles.images} aria-busy={shown.state === 'loading'}>
            {page.map((place, at) => {
              const digit =
                shown.state === 'here'
                  ? shown.digits.digits.subarray(at * digitSize, (at + 1) * digitSize)
                  : null;
              const what = testImageWords(place, cell.label);
              return (
                <li key={place}>
                  <button
                    type="button"
                    className={styles.image}
                    aria-label={what}
                    title={what}
                    disabled={digit === null}
                    onClick={() => digit && pick(digit.slice(), what)}
                  >
                    <DigitPicture digit={digit} />
                  </button>
                </li>
              );
            })}
          </ul>
        )}
        <footer className={styles.footer}>
          <p>{t`Choose one to see the network read it.`}</p>
          {places.length > pageSize && (
            <div className={styles.pages}>
              <Button disabled={from === 0} onClick={() => setFrom(from - pageSize)}>
                {t`Previous`}
              </Button>
              <span className={styles.range}>
                {t`${from + 1}–${from + page.length} of ${formatCount(places.length)}`}
              </span>
              <Button disabled={from + pageSize >= places.length} onClick={() => setFrom(from + pageSize)}>
                {t`Next`}
              </Button>
            </div>
          )}
        </footer>
      </div>
    </dialog>
  );
}

/** Only what was asked for last is shown. */
function useImages(images: ConfusionDialogProps['images'], places: readonly number[]): Shown {
  const [shown, setShown] = useState<Shown>({ state: 'loading' });
  useEffect(() => {
    setShown({ state: 'loading' });
    return whileWanted(
      images(places),
      (digits) => {
        const missing = places.length - digits.labels.length;
        // Fewer than asked for can no longer be told apart by their places.
        setShown(
          missing === 0
            ? { state: 'here', digits }
            : {
                state: 'failed',
                reason: plural(
                  missing,
                )`${missing} of them is no longer here. | ${missing} of them are no longer here.`,
              },
        );
      },
      (error) => setShown({ state: 'failed', reason: messageOf(error) }),
    );
  }, [images, places]);
  return shown;
}
