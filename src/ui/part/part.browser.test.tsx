import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { loadable } from './loadable.ts';
import { Part } from './part.tsx';

let root: Root;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  root = createRoot(document.body.appendChild(document.createElement('main')));
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

let broken: boolean;
function Fragile({ words }: { readonly words: string }) {
  if (broken) throw new Error('out of ink');
  return <p>{words}</p>;
}

const show = (words: string) =>
  root.render(
    <>
      <Part name="The figure" resetKey={words}>
        <Fragile words={words} />
      </Part>
      <p>The rest</p>
    </>,
  );
const trouble = page.getByTestId('part-trouble');

test('a part that throws is replaced by a sentence, the rest stays, and Try again shows it', async () => {
  broken = true;
  show('first');
  await expect.element(trouble).toHaveTextContent('The figure could not be shown.');
  await expect.element(trouble).toHaveTextContent('Error: out of ink');
  await expect.element(page.getByText('The rest', { exact: true })).toBeVisible();
  broken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(page.getByText('first')).toBeVisible();
});

test('a part that throws is tried again when there is something else to show', async () => {
  broken = true;
  show('first');
  await expect.element(trouble).toBeVisible();
  broken = false;
  show('second');
  await expect.element(page.getByText('second')).toBeVisible();
});

test('code that fails to load is loaded again at each try, not in between', async () => {
  let loads = 0;
  const Late = loadable<{ readonly words: string }>(async () => {
    loads += 1;
    if (loads < 3) throw new Error('404');
    return ({ words }) => <p>{words}</p>;
  });
  const render = () =>
    root.render(
      <Part name="The figure" waiting={<p>Waiting</p>}>
        <Late words="here at last" />
      </Part>,
    );
  render();
  await expect.element(trouble).toHaveTextContent('The figure could not be loaded.');
  render();
  await expect.element(trouble).toBeVisible();
  expect(loads).toBe(1);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => loads).toBe(2);
  await expect.element(trouble).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(page.getByText('here at last')).toBeVisible();
  expect(loads).toBe(3);
});
