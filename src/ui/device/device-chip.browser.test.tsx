import '../tokens.css';
import '../global.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { DeviceReport } from '../../lab/reading/contract.ts';
import { DeviceChip } from './device-chip.tsx';

let root: Root;
let host: HTMLElement;

beforeEach(() => {
  host = document.body.appendChild(document.createElement('main'));
  root = createRoot(host);
});

afterEach(() => {
  root.unmount();
  host.remove();
});

function show(device: Pick<DeviceReport, 'kind' | 'device'> & Partial<DeviceReport>): void {
  const report = { deviceDetail: device.device, refused: [], insteadOf: null, ...device };
  const reading = { forwardMs: 1, memory: { tensors: 1, bytes: 1 } };
  root.render(
    <DeviceChip
      status={{
        state: 'ready',
        device: report,
        architecture: 'lenet-5',
        parameters: new Float32Array(),
        leastEnergy: null,
      }}
      reading={reading}
      answerMs={0.5}
    />,
  );
}

const chip = () => page.getByRole('button');

test.each([
  ['webgl', 'NVIDIA H200', 'WebGL NVIDIA H200'],
  ['webgl', 'Mali-G78, half precision', 'WebGL Mali-G78'],
  ['wasm', 'WebAssembly relaxed SIMD (FMA)', 'WebAssembly'],
  ['cpu', 'JavaScript', 'JavaScript'],
] as const)('%s on %j is called %j', async (kind, device, words) => {
  show({ kind, device });
  await expect.element(chip()).toHaveTextContent(new RegExp(`^${words.replace(/[()]/g, '\\$&')}\\s*$`));
});

test('where WebAssembly reads while the GPU trains the chip says so, and what comes back when it is asked', async () => {
  show({ kind: 'wasm', device: 'WebAssembly SIMD', insteadOf: 'webgl' });
  await expect.element(chip()).toHaveTextContent('WebAssembly reads while the GPU trains');
  const why = page.getByText(/^WebGL is too slow while the GPU trains/);
  await expect.element(why).not.toBeVisible();
  await userEvent.click(chip());
  await expect.element(why).toBeVisible();
});

test('where there is no WebGL the line is no complaint, and why is said when it is asked', async () => {
  const reason = 'this browser gives its background workers no WebGL 2';
  show({ kind: 'wasm', device: 'WebAssembly SIMD', refused: [{ kind: 'webgl', reason }] });
  await expect.element(chip()).toHaveTextContent(/^WebAssembly\s*$/);
  const why = page.getByText(`Your processor reads the drawings. WebGL is not available here: ${reason}.`);
  await expect.element(why).not.toBeVisible();
  await userEvent.click(chip());
  await expect.element(why).toBeVisible();
  await expect.element(page.getByText('WebAssembly SIMD')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(why).not.toBeVisible();
});
