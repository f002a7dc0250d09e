import { useStore } from 'zustand/react';
import type { TrainerClient } from '../../../lab/training/client.ts';
import { t } from '../../../language/language.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { FileButton } from '../../../ui/controls/file-button.tsx';
import { saveFile } from '../../../ui/draw-pad/export.ts';
import type { TrainModel } from '../train-model.ts';
import { ResumeBanner } from './resume-banner.tsx';
import files from './run-files.module.css';

/** Hands a run to the browser's downloads; where there is none to hand over, a notice has said why. */
async function exportRun(client: TrainerClient, runId: string): Promise<void> {
  const file = await client.exportRun(runId);
  if (file) saveFile(new Blob([file.bytes], { type: file.mediaType }), file.fileName);
}

/** Runs that this browser has stored, to go on with. */
export function SavedRuns({ model: { client } }: { readonly model: TrainModel }) {
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

/** The run as a file, and files as runs. */
export function RunFiles({ model: { client } }: { readonly model: TrainModel }) {
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
