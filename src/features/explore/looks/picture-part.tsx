import { t } from '../../../language/language.ts';
import type { Layer } from '../../../network/architecture.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { ProgressBar } from '../../../ui/controls/progress-bar.tsx';
import { FramedDigit } from './framed-digit.tsx';
import { PatchPicture } from './patch-picture.tsx';
import styles from './picture-part.module.css';
import type { usePicture } from './use-picture.ts';
import { exactText } from './words.ts';

interface PicturePartProps {
  readonly layer: Layer;
  readonly making: ReturnType<typeof usePicture>;
  /** The network of now: a picture can be of one that has learned since. */
  readonly parameters: Float32Array | null;
}

/** The picture that excites a target most, as it forms from noise. */
export function PicturePart({ layer, making, parameters }: PicturePartProps) {
  const { picture, running, failure, startAgain, stop } = making;
  const patches = layer.kind !== 'dense';
  const earlier = picture !== null && !running && making.parameters !== parameters;
  return (
    <section className={styles.part} aria-label={t`The picture that excites it most`} aria-busy={running}>
      <h3>{t`The picture that excites it most`}</h3>
      <div className={styles.row}>
        <span className={styles.large}>
          {patches && picture?.field ? (
            <PatchPicture digit={picture.digit} field={picture.field} />
          ) : (
            <FramedDigit digit={patches ? null : (picture?.digit ?? null)} field={null} />
          )}
        </span>
        <div className={styles.beside}>
          {patches && (
            <span className={styles.small}>
              <FramedDigit digit={picture?.digit ?? null} field={picture?.field ?? null} />
            </span>
          )}
          <p className={styles.value}>
            {t`Value`} <b translate="no">{picture ? exactText(layer, picture.value) : '–'}</b>
          </p>
          {running ? (
            <Button icon="stop" onClick={stop}>
              {t`Stop`}
            </Button>
          ) : (
            <Button icon="reset" disabled={parameters === null} onClick={startAgain}>
              {t`Start again`}
            </Button>
          )}
        </div>
      </div>
      <div className={styles.progress} data-running={running}>
        <ProgressBar label={t`The picture forms`} share={picture?.done ?? 0} />
      </div>
      <p className={styles.hint}>
        {failure !== null
          ? t`The picture failed: ${failure}`
          : earlier
            ? t`This is of the network as it was. Start again for the network of now.`
            : hintOf(patches)}
      </p>
    </section>
  );
}

function hintOf(patches: boolean): string {
  const how = t`Made from noise, in steps that raise the value. Another start gives another picture.`;
  return patches ? `${how} ${t`Left: what the unit in the middle of the map sees.`}` : how;
}
