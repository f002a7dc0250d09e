import { draw, pad, prediction } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';

test('two digits that touch are read as a number, cut where they meet, and still there after a reload', async ({
  page,
}) => {
  await page.goto('/');
  await page.getByRole('radio', { name: 'Number' }).check({ force: true });
  await expect(page).toHaveURL(/#\/\?paper=number$/);
  const number = page.getByTestId('number');
  await draw(page, penDigit('open 4'), { size: 0.26, x: 0.2, y: 0.5 });
  await expect(number).toHaveAttribute('data-text', '4');
  await draw(page, penDigit('2'), { size: 0.26, x: 0.37, y: 0.5 });
  await expect(number).toHaveAttribute('data-text', '42');
  expect(Number(await number.getAttribute('data-confidence'))).toBeGreaterThan(0.5);
  await expect(page.getByTestId('cut-marks').locator('line')).toHaveCount(1);
  await expect(page.getByRole('img', { name: /The best path reads 42/ })).toBeVisible();

  // The other way of the paper, and whether it agrees.
  await expect(page.getByTestId('slid')).toHaveText(
    /^Sliding reads (42, as cutting does|(no digit|\d+), but cutting reads 42)\.$/,
  );

  // Each digit can be looked at as if it were alone.
  await page.getByRole('button', { name: /^4, / }).click();
  await expect(page.getByRole('button', { name: /^Is the answer right\? Keep this 4/ })).toBeVisible();

  // Explained alone, while the number waits: a change there is no change of it.
  await page.getByRole('link', { name: 'Why this 4?' }).click();
  await expect(prediction(page)).toHaveAttribute('data-digit', '4');
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.goBack();
  await expect(number).toHaveAttribute('data-text', '42');
  // Other pages read its first digit, and say where the rest is.
  await page.getByRole('link', { name: 'Explore', exact: true }).click();
  await expect(prediction(page)).toHaveAttribute('data-digit', '4');
  await expect(page.getByTestId('number-note')).toBeVisible();

  await page.reload();
  await expect(prediction(page)).toHaveAttribute('data-digit', '4');
  await page.getByRole('link', { name: 'Draw', exact: true }).first().click();
  await expect(number).toHaveAttribute('data-text', '42');
  await pad(page).focus();
  await page.keyboard.press('ControlOrMeta+Delete');
  await expect(number).toContainText('The paper is empty.');
});

test('a number saved as a PNG is read from its picture, also after a reload; undo brings the lines back', async ({
  page,
}) => {
  await page.goto('/#/?paper=number');
  const number = page.getByTestId('number');
  await page.getByRole('button', { name: 'Sample: 31415' }).click();
  await expect(number).toHaveAttribute('data-text', '31415');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as PNG' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('number.png');
  await page.locator('input[type=file]').setInputFiles(await saved.path());
  await expect(page.getByRole('link', { name: /^Why this/ })).toHaveCount(0);
  await expect(number).toHaveAttribute('data-text', '31415');
  await page.reload();
  await expect(number).toHaveAttribute('data-text', '31415');

  // A stroke is one more digit of the picture.
  await draw(page, penDigit('1'), { size: 0.18, x: 0.96, y: 0.5 });
  await expect(number).toHaveAttribute('data-text', '314151');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(number).toHaveAttribute('data-text', '31415');
});
