import '../../../ui/tokens.css';
import '../../../ui/global.css';
import { useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Timeline } from './timeline.tsx';

const moments = [0, 100, 250].map((step) => ({
  step,
  validationAccuracy: step === 0 ? null : 0.9 + step / 1e4,
}));
const slider = page.getByRole('slider', { name: 'Moment of the run' });

function Example({ kept }: { readonly kept: typeof moments }) {
  const [shown, setShown] = useState<number | null>(null);
  return <Timeline moments={kept} shownStep={shown} lastStep={310} onShow={setShown} />;
}

let root: Root;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  root = createRoot(document.body.appendChild(document.createElement('main')));
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

test('every press of an arrow key is a moment, the last place is now', async () => {
  root.render(<Example kept={moments} />);
  await expect.element(slider).toHaveAttribute('aria-valuetext', 'Now, step 310');
  await userEvent.tab();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(slider).toHaveAttribute('aria-valuetext', 'Step 250, validation 92.50\u202f%');
  await userEvent.keyboard('{Home}');
  await expect.element(slider).toHaveAttribute('aria-valuetext', 'Step 0');
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(page.getByTestId('timeline')).toHaveAttribute('data-step', '100');
  await userEvent.keyboard('{End}');
  await expect.element(page.getByTestId('timeline')).toHaveAttribute('data-step', '');
});

test('the button goes back to now; there it has nothing to do', async () => {
  root.render(<Example kept={moments} />);
  const now = page.getByRole('button', { name: 'Now' });
  await expect.element(now).toBeDisabled();
  await userEvent.tab();
  await userEvent.keyboard('{Home}');
  await userEvent.click(now);
  await expect.element(slider).toHaveAttribute('aria-valuetext', 'Now, step 310');
  await expect.element(now).toBeDisabled();
});

test('without moments there is only now', async () => {
  root.render(<Example kept={[]} />);
  await expect.element(slider).toBeDisabled();
  await expect.element(page.getByText('Now, step 310')).toBeVisible();
});
