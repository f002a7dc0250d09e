import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand/react';
import type { LabelledDigits } from '../../../data/labelled-digits.ts';
import { samples } from '../../../digits/samples.ts';
import type { TrainerClient } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import { formatCount } from '../../../lib/format.ts';
import { digitSize } from '../../../network/rasters.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { DigitPicture } from '../../../ui/digit-picture/digit-picture.tsx';
import { DrawPad } from '../../../ui/draw-pad/draw-pad.tsx';
import { DrawActions } from '../../../ui/draw-pad/draw-tools.tsx';
import { NumberNote } from '../../../ui/draw-pad/number-note.tsx';
import { NetworkView } from '../../../ui/network/network-view.tsx';
import { Part } from '../../../ui/part/part.tsx';
import { ProbeAnswers } from '../../../ui/probe-answers/probe-answers.tsx';
import { testImageWords } from '../../../ui/run-words.ts';
import { SampleGallery } from '../../../ui/samples/sample-gallery.tsx';
import { whileWanted } from '../../../ui/while-wanted.ts';
import choice from '../probe/digit-choice.module.css';
import picker from '../probe/probe-picker.module.css';
import type { TrainModel } from '../train-model.ts';
import styles from '../train-page.module.css';
import { useShownArchitecture } from './shown-architecture.ts';

/** The network of the moment, reading the probe. */
export function NetworkSection({ model }: { readonly model: TrainModel }) {
  const { store } = model.client;
  const step = useStore(store, ({ shownStep }) => shownStep);
  const parameters = useRestingParameters(model.client);
  const begun = useStore(store, ({ status }) => status.runId !== null);
  const activations = useMemo(
    () => ({ subscribe: store.subscribe, latest: () => store.getState().moment?.activations ?? null }),
    [store],
  );
  const answers = useMemo(
    () => ({ subscribe: store.subscribe, latest: () => store.getState().probeAnswers }),
    [store],
  );
  return (
    <div className={styles.network}>
      <div className={styles.heading}>
        <h2>{t`The network as it learns`}</h2>
        {step !== null && <span className={styles.then}>{t`as it was at step ${formatCount(step)}`}</span>}
      </div>
      <Probe model={model} />
      <NetworkView architecture={useShownArchitecture(model)} source={activations} parameters={parameters} />
      {begun && (
        <Part name={t`The chart of predictions`}>
          <ProbeAnswers source={answers} />
        </Part>
      )}
    </div>
  );
}

const parametersRestMs = 1000;

/**
 * The parameters of the moment, at most once a second: the figure's values follow each moment by
 * themselves, and what is read from parameters (its strongest path, a map's kernels) needs rest to be seen.
 */
function useRestingParameters({ store }: TrainerClient): Float32Array | null {
  const [parameters, setParameters] = useState(() => store.getState().moment?.parameters ?? null);
  useEffect(() => {
    let resting: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      resting = undefined;
      setParameters(store.getState().moment?.parameters ?? null);
    };
    const stop = store.subscribe(({ moment, shownStep }, before) => {
      if (moment === before.moment) return;
      if (shownStep !== before.shownStep || !before.moment) show();
      else resting ??= setTimeout(show, parametersRestMs);
    });
    show();
    return () => {
      stop();
      clearTimeout(resting);
    };
  }, [store]);
  return parameters;
}

const kinds = [
  { value: 'test', label: t`Test image` },
  { value: 'sample', label: t`Sample` },
  { value: 'drawing', label: t`Drawing` },
] as const;

/** The digit that the network is watched with, and what there is to pick another from. */
export function Probe({ model }: { readonly model: TrainModel }) {
  const { kind, digit, what, setKind, pickSample } = useStore(model.probe);
  const sampleOf = useMemo(() => new Map(samples.map(({ name, drawing }) => [drawing, name])), []);
  return (
    <div className={picker.picker} data-testid="probe">
      <figure className={picker.probe}>
        <span className={picker.picture}>
          <DigitPicture digit={digit} label={t`Probe: ${what}`} />
        </span>
        <figcaption>{what}</figcaption>
      </figure>
      <div className={picker.choice}>
        <Segmented label={t`Probe digit`} options={kinds} value={kind} onChange={setKind} />
        <div className={picker.offer}>
          {kind === 'test' && <TestImages model={model} />}
          {kind === 'sample' && (
            <SampleGallery samples={samples} onPick={(drawing) => pickSample(sampleOf.get(drawing) ?? '')} />
          )}
          {kind === 'drawing' && (
            <div className={styles.paper}>
              <DrawPad store={model.drawing} label={t`Paper of the probe`} hint={t`Draw`} />
              <DrawActions store={model.drawing} />
              <NumberNote store={model.drawing} />
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

/** Test images offered at a time. */
const offered = 20;

function TestImages({ model }: { readonly model: TrainModel }) {
  const { client, probe } = model;
  const arrived = useStore(client.store, ({ data }) => data?.parts.test.images ?? 0);
  const [first, setFirst] = useState(0);
  const [digits, setDigits] = useState<LabelledDigits | null>(null);
  const name = useStore(client.store, ({ data }) => data?.name);
  // Grows until all that are offered are here; other data begin anew.
  const ready = Math.max(0, Math.min(offered, arrived - first));

  useEffect(() => {
    if (ready === 0 || name === undefined) return;
    const places = Array.from({ length: ready }, (_, at) => first + at);
    // Null where the worker died: the client says so, and they are asked for again when it is back.
    return whileWanted(client.images('test', places), setDigits);
  }, [client, name, first, ready]);

  if (arrived === 0) {
    return (
      <div className={styles.empty}>
        <p>{t`The test images come with the data set.`}</p>
        <Button onClick={client.loadData}>{t`Load them now`}</Button>
      </div>
    );
  }
  return (
    <div className={styles.testImages}>
      {digits && (
        <ul className={choice.digits}>
          {[...digits.labels].map((label, at) => {
            const digit = digits.digits.subarray(at * digitSize, (at + 1) * digitSize);
            const place = first + at;
            const what = testImageWords(place, label);
            return (
              <li key={place}>
                <button
                  type="button"
                  className={choice.digit}
                  aria-label={what}
                  onClick={() => probe.getState().pick(digit.slice(), what)}
                >
                  <DigitPicture digit={digit} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <Button onClick={() => setFirst(first + offered < arrived ? first + offered : 0)}>{t`Others`}</Button>
    </div>
  );
}
