import type { TrainerClient } from '../../../lab/training/client.ts';
import { saveFile } from '../../../ui/draw-pad/export.ts';

/** Hands a run to the browser's downloads; where there is none to hand over, a notice has said why. */
export async function exportRun(client: Pick<TrainerClient, 'exportRun'>, runId: string): Promise<void> {
  const file = await client.exportRun(runId);
  if (file) saveFile(new Blob([file.bytes], { type: file.mediaType }), file.fileName);
}
