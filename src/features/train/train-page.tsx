import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import { syntheticName } from '../../data/sources/synthetic-source.ts';
import type { TrainerClient } from '../../lab/training/client.ts';
import { t } from '../../language/language.ts';
import type { BuiltInSource, DistortionPreview } from '../../run/contract.ts';
import type { RunSettings } from '../../run/settings/run-settings.ts';
import { Button } from '../../ui/controls/button.tsx';
import { FileButton } from '../../ui/controls/file-button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { saveFile } from '../../ui/draw-pad/export.ts';
import { DropVeil } from '../../ui/drop-veil/drop-veil.tsx';
import { KernelsPanel } from '../../ui/kernels/kernels-panel.tsx';
import type { KernelMoment } from '../../ui/kernels/live-kernels.ts';
import { NoticeBar } from '../../ui/notices/notice-bar.tsx';
import { loadable } from '../../ui/part/loadable.ts';
import { Part } from '../../ui/part/part.tsx';
import { useFilesDrop } from '../../ui/use-files-drop.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { compareHref, isComparing } from './compare/compare-address.ts';
import { CurvesSection } from './curves/curves-section.tsx';
import { DataPanel } from './data-set/data-panel.tsx';
import { DigitMapSection } from './digit-map/digit-map-section.tsx';
import { DigitStrip } from './digit-strip/digit-strip.tsx';
import {
  exampleNote,
  exampleOf,
  isBeforeRuns,
  subscribeBoth,
  useExample,
  useExampleOf,
} from './example/use-example.ts';
import { HandwritingSection } from './handwriting/handwriting-section.tsx';
import { NetworkSection } from './network/network-section.tsx';
import { SaveNetwork } from './network/save-network.tsx';
import { useShownArchitecture } from './network/shown-architecture.ts';
import { beginRun } from './run/begin-run.ts';
import { MissingParts } from './run/missing-parts.tsx';
import { ResumeBanner } from './run/resume-banner.tsx';
import type { RunActions } from './run/run-actions.ts';
import { RunBar } from './run/run-bar.tsx';
import files from './run/run-files.module.css';
import { RunOrigin } from './run/run-origin.tsx';
import { epochWords } from './run/run-text.ts';
import { startAddress } from './run/start-link.ts';
import { StartLinkBanner } from './run/start-link-banner.tsx';
import { isUsual } from './settings/settings-address.ts';
import { SettingsPanel } from './settings/settings-panel.tsx';
import { showTest, TestSection } from './test/test-section.tsx';
import { Timeline } from './timeline/timeline.tsx';
import type { TrainModel } from './train-model.ts';
import styles from './train-page.module.css';

interface TrainPageProps {
  readonly model: TrainModel;
}

const ComparePage = loadable(async () => (await import('./compare/compare-page.tsx')).ComparePage);

/** Train a network and see it learn, or two side by side: the address says which. */
export function TrainPage({ model }: TrainPageProps) {
  const compares = useSyncExternalStore(onHashChange, () => isComparing(window.location.hash));
  const shown = useRef(compares);
  useEffect(() => model.open(), [model]);
  // As for another page: the link that led here is gone, and what it led to begins at its top.
  useEffect(() => {
    if (shown.current === compares) return;
    shown.current = compares;
    window.scrollTo(0, 0);
    document.querySelector('main')?.parentElement?.focus({ preventScroll: true });
  }, [compares]);
  return compares ? (
    <Part name={t`The comparison`} waiting={<main className={styles.page} aria-busy="true" />}>
      <ComparePage model={model} />
    </Part>
  ) : (
    <OneRun model={model} />
  );
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/**
 * Train a network and see it learn. Every part takes its own values from the stores, so that what
 * changes many times a second renders nothing but itself.
 */
function OneRun({ model }: TrainPageProps) {
  const { client } = model;
  const held = useFilesDrop(client.takeFiles);
  useExample(model);
  const settled = useSettled(useHasAnswered(model));
  return (
    <main className={styles.page} data-waiting={!settled}>
      <Part name={t`The controls of the run`}>
        <Run model={model} />
      </Part>
      <MissingParts />
      <Part name={t`The run that the link starts`}>
        <StartLinkBanner model={model} />
      </Part>
      <Part name={t`The origin of the run`}>
        <RunOrigin model={model} />
      </Part>
      <Part name={t`The list of saved runs`}>
        <Resumable model={model} />
      </Part>
      <Part name={t`The data panel`}>
        <Data model={model} />
      </Part>
      <div className={styles.desk}>
        <div className={styles.progress}>
          <Part name={t`The section of curves`}>
            <CurvesSection model={model} />
          </Part>
          <Part name={t`The timeline`}>
            <Moments model={model} />
          </Part>
          <Part name={t`The panel for run files`}>
            <Files model={model} />
          </Part>
          <Part name={t`The picture of the kernels`}>
            <Kernels model={model} />
          </Part>
        </div>
        <Part name={t`The settings`}>
          <Settings model={model} />
        </Part>
      </div>
      <Part name={t`The strip of test digits`}>
        <Strip model={model} />
      </Part>
      <Part name={t`The picture of the network`}>
        <NetworkSection model={model} />
      </Part>
      <Part name={t`The map of digits`}>
        <DigitMapSection model={model} />
      </Part>
      <Part name={t`The section of test results`}>
        <TestSection model={model} />
      </Part>
      {held && <DropVeil text={t`Drop a run, or IDX files: images and labels`} />}
      <Notices model={model} />
    </main>
  );
}

/** What was kept and the data that the address asks for take room above everything else. */
function useHasAnswered({ client, settings }: TrainModel): boolean {
  const synthetic = useStore(settings, ({ source }) => source === 'synthetic');
  return useStore(
    client.store,
    ({ resumable, data }) =>
      resumable !== null && data !== null && (!synthetic || data.name === syntheticName),
  );
}

function Run({ model: { client, settings, example } }: TrainPageProps) {
  const told = useStore(client.store, (view) => view.status);
  const auto = useStore(client.store, (view) => view.auto);
  const tested = useStore(client.store, (view) => view.tested);
  const heard = useStore(client.store, (view) => epochWords(view.status, view.curves));
  // Steps that wait for images tell nothing of the time that is left.
  const loading = useStore(client.store, ({ data }) => data?.parts.train.state === 'loading');
  const chosen = useStore(settings, (state) => state.settings);
  // Before there is a run, the worker does not know what the next one will be.
  const status = told.runId === null ? { ...told, settings: chosen, epochs: chosen.epochs } : told;
  const actions: RunActions = useMemo(() => {
    const begin = (how: (settings: RunSettings) => void) => beginRun({ client, settings }, how);
    return {
      start: () => begin(client.start),
      pause: client.pause,
      resume: client.resume,
      step: () => begin(client.step),
      stop: client.stop,
      reset: () => client.reset(settings.getState().settings),
    };
  }, [client, settings]);
  const onStartSoon = useCallback(
    (soon: boolean) => {
      if (soon && isBeforeRuns(client.store.getState())) example.play();
      else example.rest();
    },
    [client, example],
  );
  return (
    <div className={styles.run}>
      <RunBar
        status={loading ? { ...status, secondsLeft: null } : status}
        actions={actions}
        auto={auto}
        tested={tested}
        epochWords={heard}
        onResult={showTest}
        also={<a href={compareHref}>{t`Compare two runs`}</a>}
        onStartSoon={onStartSoon}
      />
    </div>
  );
}

/** Hands a run to the browser's downloads; where there is none to hand over, a notice has said why. */
async function exportRun(client: TrainerClient, runId: string): Promise<void> {
  const file = await client.exportRun(runId);
  if (file) saveFile(new Blob([file.bytes], { type: file.mediaType }), file.fileName);
}

function Resumable({ model: { client } }: TrainPageProps) {
  const kept = useStore(client.store, (view) => view.resumable);
  const busy = useStore(client.store, (view) => view.status.goesOn);
  // What has ended is shown in the place of no other run, and moves nothing when one ends.
  const free = useStore(client.store, (view) => view.status.runId === null);
  const runs = (kept ?? []).filter(({ ended }) => free || !ended);
  const broken = useStore(client.store, (view) => view.damaged);
  const damaged = free ? broken : [];
  if (busy || runs.length + damaged.length === 0) return null;
  return (
    <ResumeBanner
      runs={runs}
      damaged={damaged}
      onResume={client.resumeRun}
      onExport={(runId) => void exportRun(client, runId)}
      onDiscard={client.forgetRun}
    />
  );
}

function Files({ model: { client } }: TrainPageProps) {
  const runId = useStore(client.store, ({ status }) => (status.step > 0 ? status.runId : null));
  return (
    <div className={files.files}>
      <p className={files.note}>
        {t`Export a run to continue it in another browser. On WebAssembly it ends with the same bits there.`}
      </p>
      <span className={files.buttons}>
        <Button
          icon="save"
          disabled={runId === null}
          onClick={() => runId !== null && void exportRun(client, runId)}
        >
          {t`Export run`}
        </Button>
        <FileButton onFiles={client.takeFiles}>{t`Import…`}</FileButton>
      </span>
    </div>
  );
}

function Data({ model }: TrainPageProps) {
  const { client } = model;
  const data = useStore(client.store, (view) => view.data);
  const onSource = (source: BuiltInSource) =>
    client.takeSource(source, model.settings.getState().settings.stylesOff);
  return (
    <div className={styles.data}>
      <DataPanel
        data={data}
        onLoad={client.loadData}
        onFiles={client.takeFiles}
        onSource={onSource}
        onDeleteCache={client.deleteCache}
      />
      <HandwritingSection model={model} />
    </div>
  );
}

function Settings({ model }: TrainPageProps) {
  const { settings, change } = useStore(model.settings);
  const underWay = useStore(model.client.store, (view) => view.status.goesOn);
  const another = useStore(model.client.store, ({ status }) => status.settings.network !== settings.network);
  return (
    <SettingsPanel
      another={another}
      settings={settings}
      onChange={change}
      usual={isUsual(settings)}
      underWay={underWay}
      onCopyLink={() => void copyLink(model)}
      preview={usePreview(model)}
    />
  );
}

const linkCopied = t`Link copied. It opens this page with these settings.`;

/** The address holds the settings and the choice of data already. */
async function copyLink({ settings }: TrainModel): Promise<void> {
  const copied = await copyText(window.location.href);
  settings.getState().notify(copied ? linkCopied : copyBlocked);
}

const copyBlocked = t`Copying is blocked by this browser. Copy the link from the address bar.`;

/** For a class: who opens it has the run started. */
async function copyStartLink({ settings }: TrainModel): Promise<void> {
  const address = startAddress(window.location.href);
  const text = (await copyText(address))
    ? t`Link copied. It starts a run with these settings after a few seconds.`
    : t`Copying is blocked by this browser. The link is ${address}`;
  settings.getState().notify(text);
}

const previewRestMs = 120;

/** What the distortion makes of some digits; null until the worker has made some. */
function usePreview({ client, settings }: TrainModel): DistortionPreview | null {
  const chosen = useStore(settings, (state) => state.settings);
  // Of the data, or of samples before any has arrived.
  const digits = useStore(client.store, ({ data }) => data && `${data.name} ${data.parts.train.images > 0}`);
  const [preview, setPreview] = useState<DistortionPreview | null>(null);
  useEffect(() => {
    if (digits === null) return;
    let wanted = true;
    const resting = setTimeout(() => {
      // Null where the worker died: the client says so, and the next change asks again.
      void client.preview(chosen).then((made) => wanted && made && setPreview(made));
    }, previewRestMs);
    return () => {
      wanted = false;
      clearTimeout(resting);
    };
  }, [client, chosen, digits]);
  return preview;
}

function Kernels({ model }: TrainPageProps) {
  const { store } = model.client;
  const source = useMemo(() => {
    let shown: { moment: unknown; kernels: KernelMoment | null } = { moment: null, kernels: null };
    return {
      subscribe: subscribeBoth(model),
      latest: () => {
        const recorded = exampleOf(model);
        if (recorded) return recorded.kernels;
        const { moment } = store.getState();
        if (moment !== shown.moment) {
          const kernels = moment && { weights: moment.parameters, gradient: moment.gradient };
          shown = { moment, kernels };
        }
        return shown.kernels;
      },
    };
  }, [model, store]);
  const recorded = useExampleOf(model);
  const shown = useShownArchitecture(model);
  // The example is a run of the usual network.
  const architecture = recorded ? undefined : shown;
  return (
    <div className={recorded ? styles.example : undefined}>
      <KernelsPanel
        {...(architecture && { architecture })}
        source={source}
        note={recorded ? exampleNote : undefined}
      />
    </div>
  );
}

/** The run's kept moments: going back to one shows the network of then in every part of the page. */
function Moments({ model }: TrainPageProps) {
  const { client } = model;
  const moments = useStore(client.store, (view) => view.timeline);
  const shownStep = useStore(client.store, (view) => view.shownStep);
  const lastStep = useStore(client.store, (view) => view.status.step);
  const there = useStore(
    client.store,
    ({ moment, status }) => moment !== null && moment.runId === status.runId,
  );
  return (
    <div className={styles.moments}>
      <Timeline moments={moments} shownStep={shownStep} lastStep={lastStep} onShow={client.showMoment} />
      <SaveNetwork model={model} view={client.store.getState} there={there} />
    </div>
  );
}

function Strip({ model }: TrainPageProps) {
  const strip = useStore(model.client.store, (view) => view.strip);
  const begun = useStore(model.client.store, ({ status }) => status.runId !== null);
  const { pick } = model.probe.getState();
  if (!begun) return null;
  return (
    <section className={styles.strip} aria-label={t`Test digits`}>
      <h2>{t`Predictions on test digits`}</h2>
      <DigitStrip strip={strip} onPick={pick} />
    </section>
  );
}

/** What is wrong with the address comes first: it was there before anything could happen. */
function Notices({ model }: TrainPageProps) {
  const { notice: ignored, refusal, dismissNotice } = useStore(model.settings);
  const wrong = refusal ?? ignored;
  const notice = useStore(model.client.store, (view) => view.notice);
  return (
    <NoticeBar
      text={wrong ?? notice}
      onDismiss={wrong ? dismissNotice : model.client.dismissNotice}
      action={
        wrong === linkCopied
          ? { label: t`Copy one that starts the run`, run: () => void copyStartLink(model) }
          : undefined
      }
    />
  );
}
