import { useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand/react';
import type { LabelledDigits } from '../../../data/labelled-digits.ts';
import { leastConfidence } from '../../../digits/answer-rules.ts';
import { t } from '../../../language/language.ts';
import { calibrationOf } from '../../../measures/calibration.ts';
import type { TestResult } from '../../../run/contract.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { ProgressBar } from '../../../ui/controls/progress-bar.tsx';
import { Part } from '../../../ui/part/part.tsx';
import { ReliabilityDiagram } from '../../../ui/reliability/reliability-diagram.tsx';
import type { ConfusionCell } from '../confusion/cells.ts';
import { ConfusionDialog } from '../confusion/confusion-dialog.tsx';
import { ConfusionMatrix } from '../confusion/confusion-matrix.tsx';
import type { TrainModel } from '../train-model.ts';
import styles from '../train-page.module.css';
import panel from './test-panel.module.css';
import own from './test-section.module.css';

const sectionId = 'test-set';

/** Brings the section into view, and the keyboard with it. */
export function showTest(): void {
  const section = document.getElementById(sectionId);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  section?.scrollIntoView({ behavior: still ? 'instant' : 'smooth' });
  section?.focus({ preventScroll: true });
}

const noImages: LabelledDigits = { digits: new Uint8Array(), labels: new Uint8Array() };

/** The whole test set: measured, digit by digit, with the images behind every mistake. */
export function TestSection({ model }: { readonly model: TrainModel }) {
  const { client, probe } = model;
  const result = useStore(client.store, (view) => view.tested);
  const testing = useStore(client.store, (view) => view.testing);
  const ready = useStore(client.store, (view) => view.moment !== null && view.status.runId !== null);
  const [cell, setCell] = useState<ConfusionCell | null>(null);
  const images = useCallback(
    async (places: readonly number[]) => (await client.images('test', places)) ?? noImages,
    [client],
  );
  const close = useCallback(() => setCell(null), []);
  return (
    <div id={sectionId} className={styles.test} tabIndex={-1}>
      <section className={panel.panel} aria-label={t`Test`}>
        <div className={panel.head}>
          <h2>{t`The whole test set`}</h2>
          {testing === null ? (
            <Button disabled={!ready} onClick={client.test}>
              {t`Measure now`}
            </Button>
          ) : (
            <Button onClick={client.stopTest}>{t`Stop measuring`}</Button>
          )}
        </div>
        <div className={panel.progress}>
          {testing !== null && <ProgressBar label={t`Measuring the test images`} share={testing} />}
        </div>
        {result ? (
          <div className={own.tested}>
            <Part name={t`The confusion matrix`} resetKey={result}>
              <ConfusionMatrix result={result} onOpen={setCell} />
            </Part>
            <Part name={t`The diagram of confidences`} resetKey={result}>
              <Reliability result={result} />
            </Part>
          </div>
        ) : (
          <p className={panel.note}>
            {t`It is measured at the end of a run and whenever you ask. No run learns from it, and no setting is chosen with it.`}
          </p>
        )}
      </section>
      {result && cell && (
        <ConfusionDialog
          result={result}
          cell={cell}
          images={images}
          onPick={probe.getState().pick}
          onClose={close}
        />
      )}
    </div>
  );
}

function Reliability({ result }: { readonly result: TestResult }) {
  const { answers, labels, confidences } = result;
  const calibration = useMemo(
    () => calibrationOf(confidences, (i) => answers[i] === labels[i]),
    [answers, labels, confidences],
  );
  const refused = confidences.filter((confidence) => !(confidence >= leastConfidence)).length;
  return (
    <ReliabilityDiagram
      calibration={calibration}
      label={t`Test images`}
      refused={refused}
      asked={labels.length}
    />
  );
}
