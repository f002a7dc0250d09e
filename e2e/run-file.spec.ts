import { readFile } from 'node:fs/promises';
import { expect, test } from './support/lab.ts';
import { button, expectState, keptRun, openOwn, state } from './support/train.ts';

const settings = '?engine=wasm&batchSize=32&epochs=4';

test('a run is exported in mid-run, imported in another profile, and ends there with the bits that it has at home', async ({
  page,
  browser,
}) => {
  await openOwn(page, settings);
  await expect(button(page, 'Export run')).toBeDisabled();
  // By single steps: a machine in a hurry could be through before it is told to pause.
  for (let step = 1; step <= 3; step++) {
    await button(page, 'Step').click();
    await expect(state(page)).toHaveAttribute('data-step', String(step));
    await expectState(page, 'paused');
  }
  const downloading = page.waitForEvent('download');
  await button(page, 'Export run').click();
  const download = await downloading;
  const name = download.suggestedFilename();
  expect(name).toMatch(/^run-\d{4}-\d\d-\d\d-step-3\.lenet-run$/);
  const buffer = await readFile(await download.path());
  await button(page, 'Resume').click();
  await expectState(page, 'finished');
  const expected = await keptRun(page);

  const context = await browser.newContext();
  const away = await context.newPage();
  await openOwn(away, settings);
  // The beginning of it, dropped: refused with words, and nothing is kept.
  const start = [...buffer.subarray(0, 2000)];
  const dropped = await away.evaluateHandle((bytes) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(bytes)], 'broken.lenet-run'));
    return transfer;
  }, start);
  await away.dispatchEvent('main', 'drop', { dataTransfer: dropped });
  await expect(away.getByTestId('notice')).toContainText('That run cannot be imported: broken.lenet-run');
  await expect(away.getByTestId('resumable')).toHaveCount(0);

  const choosing = away.waitForEvent('filechooser');
  await button(away, 'Import…').click();
  await (await choosing).setFiles([{ name, mimeType: 'application/octet-stream', buffer }]);
  const offer = away.getByTestId('resumable');
  await expect(offer).toContainText('step 3 of 232');
  await offer.getByRole('button', { name: 'Resume' }).click();
  await expectState(away, 'finished');
  expect(await keptRun(away)).toEqual(expected);
  await context.close();
});
