import { useStore } from 'zustand/react';
import { t } from '../../language/language.ts';
import { syntheticName } from '../../storage/stored-titles.ts';
import { DropVeil } from '../../ui/drop-veil/drop-veil.tsx';
import { NoticeBar } from '../../ui/notices/notice-bar.tsx';
import { PageHead } from '../../ui/page/page-head.tsx';
import { pageWords } from '../../ui/page/page-words.ts';
import { Part } from '../../ui/part/part.tsx';
import { useFilesDrop } from '../../ui/use-files-drop.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { CurvesSection } from './curves/curves-section.tsx';
import { DataSection } from './data-set/data-section.tsx';
import { DigitMapSection } from './digit-map/digit-map-section.tsx';
import { StripSection } from './digit-strip/strip-section.tsx';
import { useExample } from './example/use-example.ts';
import { KernelsSection } from './kernels-section.tsx';
import { NetworkSection } from './network/network-section.tsx';
import { MissingParts } from './run/missing-parts.tsx';
import { RunOrigin } from './run/run-origin.tsx';
import { RunSection } from './run/run-section.tsx';
import { RunFiles, SavedRuns } from './run/saved-runs.tsx';
import { StartLinkBanner } from './run/start-link-banner.tsx';
import { copyStartLink, linkCopied } from './settings/copy-link.ts';
import { SettingsSection } from './settings/settings-section.tsx';
import { TestSection } from './test/test-section.tsx';
import { MomentsSection } from './timeline/moments-section.tsx';
import type { TrainModel } from './train-model.ts';
import styles from './train-page.module.css';

/**
 * Train a network and see it learn. Every part takes its own values from the stores, so that what
 * changes many times a second renders nothing but itself.
 */
export function OneRun({ model }: { readonly model: TrainModel }) {
  const { client } = model;
  const held = useFilesDrop(client.takeFiles);
  useExample(model);
  const settled = useSettled(useHasAnswered(model));
  return (
    <main className={styles.page} data-waiting={!settled}>
      <PageHead {...pageWords.train()} />
      <Part name={t`The controls of the run`}>
        <RunSection model={model} />
      </Part>
      <MissingParts />
      <Part name={t`The run that the link starts`}>
        <StartLinkBanner model={model} />
      </Part>
      <Part name={t`The origin of the run`}>
        <RunOrigin model={model} />
      </Part>
      <Part name={t`The list of saved runs`}>
        <SavedRuns model={model} />
      </Part>
      <Part name={t`The data panel`}>
        <DataSection model={model} />
      </Part>
      <div className={styles.desk}>
        <h2 className="visually-hidden">{t`Curves, kernels and settings`}</h2>
        <div className={styles.progress}>
          <Part name={t`The section of curves`}>
            <CurvesSection model={model} />
          </Part>
          <Part name={t`The timeline`}>
            <MomentsSection model={model} />
          </Part>
          <Part name={t`The panel for run files`}>
            <RunFiles model={model} />
          </Part>
          <Part name={t`The picture of the kernels`}>
            <KernelsSection model={model} />
          </Part>
        </div>
        <Part name={t`The settings`}>
          <SettingsSection model={model} />
        </Part>
      </div>
      <Part name={t`The strip of test digits`}>
        <StripSection model={model} />
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

/** What is wrong with the address comes first: it was there before anything could happen. */
function Notices({ model }: { readonly model: TrainModel }) {
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
