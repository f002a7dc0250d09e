import { readFileSync } from 'node:fs';
import { answerOf, draw, middle, pad, prediction } from './support/draw.ts';
import { expect, test } from './support/lab.ts';
import { expectAxeClean } from './support/looks.ts';
import { penDigit, penDigits } from './support/samples.ts';

test.beforeEach(async ({ page }) => {
  await page.goto('/');
});

test('an empty paper is no digit, and says so; webgl answers, and its renderer is named', async ({
  page,
}) => {
  expect(await answerOf(page)).toEqual({ digit: '', confidence: 0 });
  await expect(prediction(page)).toContainText('No digit');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(['Draw a digit']);
  const device = page.getByTestId('device');
  await expect(device).toHaveAttribute('data-engine', 'webgl');
  await expect(device).toContainText(/WebGL \S+/);
  // A single answer, cold as it is, tells nothing.
  await draw(page, penDigit('1'));
  await expect(device).toContainText(/answer in \d+\.\d\sms/);
});

test('a phone shows the layers above the paper, and leads from them to the figure', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const mini = page.getByRole('button', { name: 'See every layer' });
  await draw(page, penDigit('3'));
  await answerOf(page);
  const picture = () =>
    mini
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const before = await picture();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect.poll(picture).not.toBe(before);
  await mini.click();
  await expect(page.getByTestId('layer-Input')).toBeInViewport();
});

test('an address of no page is said and corrected, without a step in the history', async ({ page }) => {
  const notice = page.getByTestId('notice');
  const goTo = (hash: string) =>
    page.evaluate((to) => {
      window.location.hash = to;
    }, hash);
  await goTo('#/train/extra?x');
  await expect(notice).toContainText('Page “train/extra?x” not found. Showing Draw.');
  await expect(page).toHaveURL(/#\/$/);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  // The same again is said again.
  await goTo('#/train/extra?x');
  await expect(notice).toContainText('Page “train/extra?x” not found');
  // A link that took the end of its sentence along shows its page.
  await goTo('#/model).');
  await expect(page).toHaveURL(/#\/model$/);
  await expect(page).toHaveTitle(/^Model card/);
  await page.goto('about:blank');
  await page.goto('/#/nothing');
  await expect(notice).toContainText('Page “nothing” not found. Showing Draw.');
  await expect(page).toHaveURL(/#\/$/);
  // The way back leads to where one was before, not to the wrong address.
  await page.goBack();
  await expect(page).toHaveURL('about:blank');
});

test('what goes on before the first answer is said once, on one line', async ({ page }) => {
  await page.route('**/model.json', (route) => setTimeout(() => void route.continue(), 3000));
  await page.reload();
  await expect(prediction(page)).toContainText('Loading the network');
  await expect(page.getByText('Loading the network')).toHaveCount(1);
});

// Size and place are spread over the paper; the mouse draws all of them, some on one page after the other.
const perPage = 7;
for (let first = 0; first < penDigits.length; first += perPage) {
  const drawn = penDigits.slice(first, first + perPage);
  test(`reads ${drawn.map(({ name }) => name).join(', ')}, large and small, off the middle`, async ({
    page,
  }) => {
    for (const [place, { name, digit, strokes }] of drawn.entries()) {
      const index = first + place;
      const size = 0.25 + (0.6 * index) / penDigits.length;
      const room = (1 - size) / 2 - 0.03;
      await draw(page, strokes, {
        size,
        x: 0.5 + room * Math.sin(7 * index),
        y: 0.5 + room * Math.cos(5 * index),
      });
      expect((await answerOf(page)).digit, `${name}, ${Math.round(100 * size)} % of the paper`).toBe(
        String(digit),
      );
      await page.getByRole('button', { name: 'Clear' }).click();
    }
  });
}

test('answers while the line is still being drawn, and no digit for a dot and a scribble', async ({
  page,
}) => {
  const box = await pad(page).boundingBox();
  if (!box) throw new Error('no pad');
  await answerOf(page);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.2);
  await page.mouse.down();
  for (let step = 1; step <= 30; step++) {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height * (0.2 + 0.02 * step));
  }
  // The button is still down.
  expect(await answerOf(page)).toMatchObject({ digit: '1' });
  await page.mouse.up();

  // A stray dot and a scribble are no digits.
  await page.getByRole('button', { name: 'Clear' }).click();
  await draw(page, [[[0.5, 0.5]]]);
  expect((await answerOf(page)).digit).toBe('');
  await page.getByRole('button', { name: 'Clear' }).click();
  const scribble = Array.from(
    { length: 240 },
    (_, i) => [0.5 + 0.48 * Math.sin(i * 1.9), 0.5 + 0.48 * Math.cos(i * 2.7)] as const,
  );
  await draw(page, [scribble], { ...middle, size: 0.9 });
  expect((await answerOf(page)).digit).toBe('');
});

test('undo, redo and clear, by button and by keyboard', async ({ page }) => {
  const [undo, redo, clear] = ['Undo', 'Redo', 'Clear'].map((name) =>
    page.getByRole('button', { name, exact: true }),
  );
  if (!undo || !redo || !clear) throw new Error('no buttons');
  await expect(undo).toBeDisabled();
  await draw(page, penDigit('1'));
  expect((await answerOf(page)).digit).toBe('1');
  await undo.click();
  expect((await answerOf(page)).digit).toBe('');
  await redo.click();
  expect((await answerOf(page)).digit).toBe('1');
  await clear.click();
  expect((await answerOf(page)).digit).toBe('');
  await pad(page).focus();
  await page.keyboard.press('Control+z');
  expect((await answerOf(page)).digit).toBe('1');
  await page.keyboard.press('Control+z');
  expect((await answerOf(page)).digit).toBe('');
  await page.keyboard.press('Control+y');
  expect((await answerOf(page)).digit).toBe('1');
  await page.keyboard.press('Control+Delete');
  expect((await answerOf(page)).digit).toBe('');
});

test('a first visit begins with an example, which makes way for a drawing that survives a reload', async ({
  page,
}) => {
  const invitation = page.getByText('Your turn: draw a digit over it');
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(invitation).toBeVisible();
  expect((await answerOf(page)).digit).toBe('3');
  // A press while it draws itself stops it, and the line is alone on the paper.
  await page.reload();
  await page.waitForFunction(
    () => Number(document.querySelector<HTMLElement>('[data-testid="draw-pad"]')?.dataset.revision) > 1,
  );
  await draw(page, penDigit('7 with a bar'));
  const before = await answerOf(page);
  await expect(invitation).toBeHidden();
  expect(before.digit).toBe('7');
  await page.reload();
  expect(await answerOf(page)).toEqual(before);
});

test('a copied link opens elsewhere with the same picture and answer', async ({ page, context, browser }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await draw(page, penDigit('2 with a loop'));
  const here = await answerOf(page);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByTestId('notice')).toContainText('copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  expect(await answerOf(other)).toEqual(here);
  const picture = (at: typeof page) =>
    at.getByTestId('stage-4').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  expect(await picture(other)).toBe(await picture(page));
  await elsewhere.close();
});

for (const polarity of ['dark on light', 'light on dark'] as const) {
  test(`a dropped picture is read, ${polarity}, by way of a saved PNG`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: polarity === 'light on dark' ? 'dark' : 'light' });
    await draw(page, penDigit('2'));
    await answerOf(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as PNG' }).click(),
    ]);
    const saved = readFileSync(await download.path());
    expect(saved.subarray(1, 4).toString()).toBe('PNG');
    expect(saved.readUInt32BE(16)).toBe(1024);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.evaluate(
      (png) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(png)], 'two.png', { type: 'image/png' }));
        document.body.dispatchEvent(
          new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }),
        );
      },
      [...saved],
    );
    await expect(prediction(page)).toHaveAttribute('data-digit', '2');
  });
}

test('a file that is no picture is refused politely, and one of 100 megapixels by its header; the drawing stays', async ({
  page,
}) => {
  await draw(page, penDigit('1'));
  await page.locator('input[type=file]').setInputFiles({
    name: 'notes.png',
    mimeType: 'image/png',
    buffer: Buffer.from('this is only text'),
  });
  await expect(page.getByTestId('notice')).toContainText('Unsupported file. Use PNG, JPEG');

  const header = Buffer.alloc(33);
  header.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  header.writeUInt32BE(10_000, 16);
  header.writeUInt32BE(10_000, 20);
  header.set([8, 6, 0, 0, 0], 24);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'huge.png', mimeType: 'image/png', buffer: header });
  await expect(page.getByTestId('notice')).toContainText('100 megapixels');
  expect((await answerOf(page)).digit).toBe('1');
});

test('a sample is read at a click; the eraser takes ink away and undo brings it back', async ({ page }) => {
  await page
    .getByRole('button', { name: /Sample: closed 4/ })
    .first()
    .click();
  expect((await answerOf(page)).digit).toBe('4');
  await page.getByRole('button', { name: 'Clear' }).click();
  await draw(page, penDigit('7 with a bar'));
  const whole = await answerOf(page);
  await page.getByRole('radio', { name: 'Eraser' }).click();
  await draw(page, [
    [
      [0.1, 0.9],
      [0.9, 0.1],
    ],
    [
      [0, 0.2],
      [1, 0.2],
    ],
    [
      [0.3, 0.5],
      [0.5, 1],
    ],
  ]);
  const erased = await answerOf(page);
  expect(erased.confidence).not.toBe(whole.confidence);
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
  expect(await answerOf(page)).toEqual(whole);
});

test('strokes may leave the paper; a second finger or a window resized in mid-stroke changes nothing', async ({
  page,
}) => {
  await draw(page, [
    [
      [0.5, 0.1],
      [0.5, 1.9],
    ],
  ]);
  expect((await answerOf(page)).digit).toBe('1');
  await page.getByRole('button', { name: 'Clear' }).click();
  await pad(page).evaluate((element) => {
    const box = element.getBoundingClientRect();
    const send = (type: string, pointerId: number, x: number, y: number) =>
      element.dispatchEvent(
        new PointerEvent(type, {
          pointerId,
          pointerType: 'touch',
          isPrimary: pointerId === 1,
          bubbles: true,
          button: type === 'pointermove' ? -1 : 0,
          buttons: type === 'pointerup' ? 0 : 1,
          clientX: box.left + x * box.width,
          clientY: box.top + y * box.height,
        }),
      );
    send('pointerdown', 1, 0.5, 0.2);
    send('pointerdown', 2, 0.1, 0.9);
    for (let i = 1; i <= 20; i++) {
      send('pointermove', 1, 0.5, 0.2 + 0.03 * i);
      send('pointermove', 2, 0.1 + 0.04 * i, 0.9);
    }
    send('pointerup', 2, 0.9, 0.9);
    send('pointerup', 1, 0.5, 0.8);
  });
  expect((await answerOf(page)).digit).toBe('1');

  // Nor does a window that is resized in mid-stroke.
  await page.getByRole('button', { name: 'Clear' }).click();
  const box = await pad(page).boundingBox();
  if (!box) throw new Error('no pad');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.5, { steps: 5 });
  await page.setViewportSize({ width: 1100, height: 800 });
  const smaller = await pad(page).boundingBox();
  if (!smaller) throw new Error('no pad');
  await page.mouse.move(smaller.x + smaller.width / 2, smaller.y + smaller.height * 0.8, { steps: 5 });
  await page.mouse.up();
  expect((await answerOf(page)).digit).toBe('1');
});

test('the Draw page is presented from the menu or by a link, on one screen, and left by Escape or a button', async ({
  page,
}) => {
  await draw(page, penDigit('7'));
  expect((await answerOf(page)).digit).toBe('7');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('link', { name: 'Present the Draw page' }).click();
  await expect(page).toHaveTitle(/^Presentation/);
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear' }).click();
  await draw(page, penDigit('3'));
  expect((await answerOf(page)).digit).toBe('3');
  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
    [720, 450],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const id of ['draw-pad', 'prediction', 'still-figure'])
      await expect(page.getByTestId(id), `${id} in ${width} × ${height}`).toBeInViewport({ ratio: 0.99 });
  }
  await expectAxeClean(page, 1280, 'dark');
  await pad(page).focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: 'Draw', exact: true })).toBeVisible();
  expect((await answerOf(page)).digit).toBe('3');

  await page.goto('/#/present');
  await page.getByRole('button', { name: 'Leave presentation' }).click();
  await expect(page.getByRole('link', { name: 'Draw', exact: true })).toBeVisible();
});
