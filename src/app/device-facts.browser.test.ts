import { expect, test, vi } from 'vitest';
import { deviceFacts } from './device-facts.ts';

test('the GPU is asked for its name once, with a context that is given back', () => {
  const asked = vi.spyOn(HTMLCanvasElement.prototype, 'getContext');
  const first = deviceFacts();
  for (let time = 0; time < 20; time++) expect(deviceFacts()).toEqual(first);
  expect(first.renderer).toMatch(/SwiftShader/);
  expect(asked).toHaveBeenCalledTimes(1);
  const context = asked.mock.results[0]?.value as WebGL2RenderingContext;
  expect(context.isContextLost()).toBe(true);
});
