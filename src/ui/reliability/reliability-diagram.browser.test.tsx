import '../tokens.css';
import '../global.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { calibrationOf } from '../../measures/calibration.ts';
import { ReliabilityDiagram } from './reliability-diagram.tsx';

let root: Root;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  root = createRoot(document.body.appendChild(document.createElement('main')));
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

test('every line of the picture is in its legend, and the error is told in words', async () => {
  // 100 answers with 80 % confidence, 75 of them right.
  const calibration = calibrationOf(new Float32Array(100).fill(0.8), (place) => place < 75);
  root.render(<ReliabilityDiagram calibration={calibration} label="Test images" refused={1} asked={101} />);
  await expect.element(page.getByText('right as often as it says')).toBeVisible();
  for (const words of ['share right', 'mean confidence']) {
    await expect.element(page.getByText(words, { exact: true }).first()).toBeVisible();
  }
  await expect
    .element(page.getByText(/differ by 5\.00 percentage points, on average over 100 answers/))
    .toBeVisible();
});
