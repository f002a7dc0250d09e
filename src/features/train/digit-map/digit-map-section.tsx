import { useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../../../language/language.ts';
import { formatCount } from '../../../lib/format.ts';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import { DigitMapCanvas } from '../../../ui/digit-map/digit-map-canvas.tsx';
import { DigitMapFigure } from '../../../ui/digit-map/digit-map-figure.ts';
import { MapLegend } from '../../../ui/digit-map/map-legend.tsx';
import { squareFrame } from '../../../ui/digit-map/map-view.ts';
import { PointedDigit } from '../../../ui/digit-map/pointed-digit.tsx';
import { useTheme } from '../../../ui/theme.ts';
import type { TrainModel } from '../train-model.ts';
import page from '../train-page.module.css';
import styles from './digit-map-section.module.css';
import { RunPlane } from './run-plane.ts';
import { useLiveMap } from './use-live-map.ts';

/**
 * Half the side of what is shown whole, the same for all moments, so that clouds are seen to spread. F6 lies within
 * -1 and 1, 84 times; no digit of the shipped network lies further out than 6.6.
 */
const frame = squareFrame(7);

/** The map of digits as the network learns. While it is closed nothing of it is computed. */
export function DigitMapSection({ model }: { readonly model: TrainModel }) {
  const [open, setOpen] = useState(false);
  const plane = useRef<RunPlane | null>(null);
  plane.current ??= new RunPlane();
  return (
    <section className={`${styles.section} ${page.map}`} aria-label={t`The map of digits`}>
      <Disclosure summary={<h2>{t`The map of digits`}</h2>} onToggle={setOpen}>
        {open && <LearningMap model={model} plane={plane.current} />}
      </Disclosure>
    </section>
  );
}

function LearningMap({ model, plane }: { readonly model: TrainModel; readonly plane: RunPlane }) {
  const figure = useMemo(() => new DigitMapFigure(), []);
  const theme = useTheme();
  const [pointed, setPointed] = useState<number | null>(null);
  const { live, failure } = useLiveMap(model.client, model.mapDigits);
  useEffect(() => {
    if (!live) return;
    const { map, moment } = live;
    figure.show(map.digits, map.answers, plane.placesAt(moment, map), frame);
  }, [figure, live, plane]);
  return (
    <div className={styles.map} data-testid="learning-map" data-step={live?.moment.step ?? ''}>
      <DigitMapCanvas figure={figure} theme={theme} label={t`Map of test digits`} onPoint={setPointed} />
      <div className={styles.aside}>
        <p className={styles.now} translate="no">
          {t`Step ${live ? formatCount(live.moment.step) : '–'}`}
        </p>
        <p className={styles.fact}>
          {failure !== null
            ? t`The computation failed: ${failure}`
            : live
              ? digitsText(live.map)
              : t`Start a run to see the map.`}
        </p>
        <p className={styles.hint}>
          {t`Every moment uses the same plane and scale: the two principal components of the latest network. Digits that the network tells apart move apart.`}
        </p>
        <MapLegend theme={theme} />
        <PointedDigit map={live?.map ?? null} digit={pointed} />
      </div>
    </div>
  );
}

function digitsText({
  of,
  answers,
  digits,
}: NonNullable<ReturnType<typeof useLiveMap>['live']>['map']): string {
  const misread = answers.filter((answer, at) => answer !== digits.labels[at]).length;
  return of === 'MNIST'
    ? t`${answers.length} test digits of MNIST by their values in F6, ${misread} misread.`
    : t`${answers.length} digits of synthetic handwriting by their values in F6, ${misread} misread.`;
}
