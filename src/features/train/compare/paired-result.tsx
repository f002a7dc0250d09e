import { useEffect, useMemo, useState } from 'react';
import type { LabelledDigits } from '../../../data/labelled-digits.ts';
import type { TrainerView } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import { formatCount, formatPercent } from '../../../lib/format.ts';
import { type PairedErrors, pairedErrors } from '../../../measures/paired.ts';
import { digitSize } from '../../../network/rasters.ts';
import type { Pair, Side, TestAnswer, TestResult } from '../../../run/contract.ts';
import { syntheticName } from '../../../storage/stored-titles.ts';
import { ProgressBar } from '../../../ui/controls/progress-bar.tsx';
import { whileWanted } from '../../../ui/while-wanted.ts';
import { AnsweredDigits } from '../digit-strip/digit-strip.tsx';
import type { TrainModel } from '../train-model.ts';
import styles from './paired-result.module.css';
import { chanceWords } from './result-words.ts';
import { SideMark, sideNames } from './side-mark.tsx';

interface PairedResultProps {
  readonly model: TrainModel;
  readonly views: Pair<TrainerView>;
}

/** So many pictures of each kind are shown. */
const most = 24;

/** The test set, measured with both networks at their ends: how good each is, and the errors that only one makes. */
export function PairedResult({ model, views }: PairedResultProps) {
  const [a, b] = [views.a.tested, views.b.tested];
  const errors = useMemo(() => (a && b ? pairedErrors(a, b) : null), [a, b]);
  if (!a || !b) {
    const measuring = views.a.testing ?? views.b.testing;
    return measuring === null ? null : (
      <div className={styles.result}>
        <p className={styles.words}>{t`Measuring the test images`}</p>
        <ProgressBar label={t`Measuring the test images`} share={measuring} />
      </div>
    );
  }
  return (
    <section className={styles.result} aria-labelledby="result-title" data-testid="paired-result">
      <h2 id="result-title">
        {a.dataName === syntheticName ? t`On test digits of synthetic handwriting` : t`On the test images`}
      </h2>
      <div className={styles.scores}>
        <Score side="a" result={a} />
        <Score side="b" result={b} />
      </div>
      {errors === null ? (
        <p className={styles.words}>
          {t`A and B were measured on different images, so their errors cannot be compared.`}
        </p>
      ) : (
        <>
          <p className={styles.words}>
            {t`Misread by both: ${formatCount(errors.both.length)}.`}{' '}
            {chanceWords(errors.onlyA.length, errors.onlyB.length)}
          </p>
          <div className={styles.errors}>
            <Errors model={model} side="a" errors={errors} result={a} />
            <Errors model={model} side="b" errors={errors} result={b} />
          </div>
        </>
      )}
    </section>
  );
}

function Score({ side, result: { right, total } }: { readonly side: Side; readonly result: TestResult }) {
  return (
    <div className={styles.score} data-testid={`score-${side}`}>
      <SideMark side={side} />
      <b className={styles.large} translate="no">
        {formatPercent(right / total, 2)}
      </b>
      <span className={styles.words}>
        {t`of ${formatCount(total)} right, ${formatCount(total - right)} wrong`}
      </span>
    </div>
  );
}

interface ErrorsProps extends Pick<PairedResultProps, 'model'> {
  readonly side: Side;
  readonly errors: PairedErrors;
  readonly result: TestResult;
}

function Errors({ model, side, errors, result }: ErrorsProps) {
  const places = side === 'a' ? errors.onlyA : errors.onlyB;
  const digits = useAnswers(model, places, result);
  const name = sideNames[side];
  const title = t`Misread only by ${name}: ${formatCount(places.length)}`;
  const more = places.length - most;
  return (
    <div className={styles.only} data-testid={`only-${side}`} data-count={places.length}>
      <h3>{title}</h3>
      {places.length > 0 && (
        <AnsweredDigits
          answers={digits}
          label={t`Errors that only ${name} makes`}
          onPick={model.probe.getState().pick}
        />
      )}
      {more > 0 && <p className={styles.words}>{t`And ${formatCount(more)} more.`}</p>}
    </div>
  );
}

/** The first images of these places, with what was answered; null for those that are on their way. */
function useAnswers(
  { client }: TrainModel,
  places: readonly number[],
  { answers, labels, confidences }: TestResult,
): readonly (TestAnswer | null)[] {
  const shown = useMemo(() => places.slice(0, most), [places]);
  const [images, setImages] = useState<LabelledDigits | null>(null);
  useEffect(() => {
    setImages(null);
    if (shown.length > 0) return whileWanted(client.comparedImages(shown), setImages);
  }, [client, shown]);
  return shown.map((index, at) => {
    if (images?.labels.length !== shown.length) return null;
    return {
      index,
      label: labels[index] as number,
      answer: answers[index] as number,
      confidence: confidences[index] as number,
      digit: images.digits.slice(at * digitSize, (at + 1) * digitSize),
    };
  });
}
