import type { Page } from '@playwright/test';
import { answerOf, draw, prediction } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { penDigit } from './support/samples.ts';
import { button, expectState, openOwn, state, stepOf, untilStep } from './support/train.ts';

/** Puts a <font> with a copy in the place of each text, as browsers do that translate a page. */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      if (text.parentElement?.closest('font, script, style')) continue;
      const font = document.createElement('font');
      font.textContent = text.data;
      text.replaceWith(font);
    }
  });
}

const figure = (page: Page, name: string) => state(page).locator(`[data-name="${name}"] dd`);

test('a translated page stays right: step, state and accuracy of a run, and answers to drawings', async ({
  page,
}) => {
  await openOwn(page, '?engine=wasm&batchSize=32&epochs=12');
  await translate(page);
  await button(page, 'Start').click();
  await expectState(page, 'running');
  await translate(page);
  await untilStep(page, 100);
  await translate(page);
  await untilStep(page, 200);
  await button(page, 'Pause').click();
  await expectState(page, 'paused');
  await expect(figure(page, 'State')).toHaveText('Paused');
  const step = await stepOf(page);
  await expect(figure(page, 'Step')).toHaveText(`${step.toLocaleString('en-GB')} of 696`);
  await translate(page);
  await button(page, 'Step').click();
  await expect(figure(page, 'Step')).toHaveText(`${(step + 1).toLocaleString('en-GB')} of 696`);
  await translate(page);
  await button(page, 'Resume').click();
  await expectState(page, 'finished');
  await expect(figure(page, 'Step')).toHaveText('696 of 696');
  const result = page.getByTestId('test-result');
  await expect(result).toBeVisible();
  const accuracy = Number(await result.getAttribute('data-accuracy'));
  await translate(page);
  await expect(page.getByTestId('test-accuracy')).toHaveText(`${(100 * accuracy).toFixed(2)}\u202f%`);

  await page.getByRole('link', { name: 'Draw', exact: true }).click();
  for (const digit of ['7', '2']) {
    await translate(page);
    await draw(page, penDigit(digit));
    expect((await answerOf(page)).digit).toBe(digit);
    await expect(prediction(page).locator('span').first()).toHaveText(digit);
    await translate(page);
    await button(page, 'Clear').click();
    await answerOf(page);
    await expect(prediction(page)).toContainText('No digit');
  }
  for (const name of ['Digits', 'Networks', 'Train', 'Draw']) {
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('main')).toBeVisible();
    await translate(page);
  }
  await expect(page.getByTestId('draw-pad')).toBeVisible();
});
