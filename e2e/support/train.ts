import type { Locator, Page } from '@playwright/test';
import { learnableDigits } from '../../src/run/test-support/digits.ts';
import { idxFiles } from '../../src/run/test-support/idx.ts';
import { expect } from './lab.ts';

/** The state of the run as the page tells it, whoever looks. */
export const state = (page: Page): Locator => page.getByTestId('training-state');

export const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true }).first();

/** @param query settings, "?epochs=3" */
export async function openTrain(page: Page, query = '', address = '/'): Promise<void> {
  await page.goto(`${address}${query}#/train`);
  await expect(state(page)).toHaveAttribute('data-state', 'idle');
}

export async function expectState(page: Page, name: string, timeout = 60_000): Promise<void> {
  await expect(state(page)).toHaveAttribute('data-state', name, { timeout });
}

export async function stepOf(page: Page): Promise<number> {
  return Number(await state(page).getAttribute('data-step'));
}

export async function untilStep(page: Page, step: number): Promise<void> {
  await expect.poll(() => stepOf(page), { timeout: 60_000, intervals: [50] }).toBeGreaterThanOrEqual(step);
}

export interface UploadedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** IDX files of our own sample digits, distorted: 2,000 to learn from, 300 to be measured with. */
export async function ownFiles(): Promise<UploadedFile[]> {
  const files = [
    ...idxFiles(learnableDigits(2_000, 1), 'train'),
    ...idxFiles(learnableDigits(300, 2), 't10k'),
  ];
  return Promise.all(
    files.map(async (file) => ({
      name: file.name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(await file.arrayBuffer()),
    })),
  );
}

/** Chooses files by the button, as a person does. */
export async function giveFiles(page: Page, files: readonly UploadedFile[]): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /IDX files/ }).click();
  await (await choosing).setFiles([...files]);
}

/** A Train page on our own files. */
export async function openOwn(page: Page, query = ''): Promise<void> {
  await openTrain(page, query);
  await giveFiles(page, await ownFiles());
  await expect(page.locator('[data-part="train"]')).toHaveAttribute('data-state', 'complete');
}

/** SHA-256 of the parameters that the newest run was kept with, and the step of that checkpoint. */
export async function keptRun(page: Page): Promise<{ step: number; digest: string }> {
  return page.evaluate(async () => {
    const answer = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await answer(indexedDB.open('lenet-lab.runs'));
    const stores = database.transaction(['records', 'progress']);
    type Kept = { runId: string; step: number; startedAt: number; parameters: Float32Array };
    const records = (await answer(stores.objectStore('records').getAll())) as Kept[];
    const newest = records.sort((a, b) => b.startedAt - a.startedAt)[0];
    if (!newest) throw new Error('keptRun: expected a kept run, got none');
    const progress = (await answer(stores.objectStore('progress').get(newest.runId))) as Kept;
    database.close();
    const digest = await crypto.subtle.digest('SHA-256', progress.parameters.slice());
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return { step: newest.step, digest: hex };
  });
}
