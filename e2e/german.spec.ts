import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { answerOf, draw } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { expectAxeClean, expectNothingOverTheSide } from './support/looks.ts';
import { penDigit } from './support/samples.ts';

const catalogue: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('../src/language/de.json', import.meta.url), 'utf8'),
);

/** English sentences that have another form in German: none of them may be on a German page. */
const english = new Set(
  Object.entries(catalogue)
    .filter(
      ([key, german]) =>
        key.toLowerCase() !== german.toLowerCase() && /\p{L}{3}/u.test(key) && !/\{\d\}/.test(key),
    )
    .map(([key]) => key),
);

/** All that a page says: its text, and what is only heard or shown at rest. */
async function spokenOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (!text.parentElement?.closest('script, style, noscript, [lang="en"], code, pre'))
        said.push(text.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]')) {
      for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
        said.push(element.getAttribute(name) ?? '');
    }
    return said.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
  });
}

test.use({ locale: 'de-DE' });

test('a German browser gets German pages, with decimal commas, and English by the menu', async ({ page }) => {
  await page.goto('./');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await draw(page, penDigit('7'));
  expect((await answerOf(page)).digit).toBe('7');
  await expect(page.getByTestId('prediction')).toContainText(/\d,\d\s%/);

  await page.getByRole('button', { name: catalogue['Theme, language and presentation'] as string }).click();
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('link', { name: 'Draw', exact: true })).toBeVisible();
  await expect(page.getByTestId('prediction')).toContainText(/\d\.\d\s%/);
  // The choice outlives the visit; an address that names a language goes before it.
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.goto('./?lang=de#/networks');
  await expect(page.getByRole('link', { name: catalogue.Networks as string, exact: true })).toBeVisible();
});

test('all pages are German: no English sentence is left, one h1, nothing runs over the side, axe finds nothing', async ({
  page,
}) => {
  await page.goto('./');
  await draw(page, penDigit('3'));
  await answerOf(page);
  for (const name of ['', 'explore', 'tour', 'train', 'digits', 'networks', 'model', 'teachers']) {
    const before = await page.title();
    await page.goto(`./#/${name}`);
    if (name !== '') await expect(page).not.toHaveTitle(before);
    await expect(page.locator('main:not([aria-busy="true"]) h1:visible')).toHaveCount(1);
    await page.waitForLoadState('networkidle');
    const left = (await spokenOn(page)).filter((text) => english.has(text));
    expect.soft(left, `English on ${name || 'draw'}`).toEqual([]);
    await expectNothingOverTheSide(page, [320, 1181], name);
    await expectAxeClean(page, 360, 'light', name);
  }
});
