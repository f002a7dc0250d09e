import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOfAll, type Edge, twoBestTexts } from './paths.ts';

interface Whole {
  readonly text: string;
  readonly cost: number;
}

/** Every path, by trying all of them. */
function allPaths(edges: readonly Edge[], last: number, node = 0): readonly Whole[] {
  if (node === last) return [{ text: '', cost: 0 }];
  return edges
    .filter(({ from }) => from === node)
    .flatMap(({ to, choices }) =>
      choices.flatMap(({ label, cost }) =>
        allPaths(edges, last, to).map((rest) => ({ text: label + rest.text, cost: cost + rest.cost })),
      ),
    );
}

const last = 5;
const choice = fc.record({
  label: fc.constantFrom('0', '1', '2', ''),
  cost: fc.double({ min: -3, max: 8, noNaN: true }),
});
const graph = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: last - 1 }),
      step: fc.integer({ min: 1, max: 3 }),
      choices: fc.uniqueArray(choice, { minLength: 1, maxLength: 4, selector: ({ label }) => label }),
    }),
    { maxLength: 12 },
  )
  .map((edges) =>
    edges
      .map(({ from, step, choices }): Edge => ({ from, to: Math.min(last, from + step), choices }))
      .sort((a, b) => a.from - b.from),
  );

test('the two best texts and their costs are those of trying every path', () => {
  fc.assert(
    fc.property(graph, (edges) => {
      const cheapest = new Map<string, number>();
      for (const { text, cost } of allPaths(edges, last))
        cheapest.set(text, Math.min(cost, cheapest.get(text) ?? Number.POSITIVE_INFINITY));
      const expected = [...cheapest.values()].sort((a, b) => a - b).slice(0, 2);
      const found = twoBestTexts(edges, last);
      expect(found.map(({ cost }) => cost)).toEqual(expected.map((cost) => expect.closeTo(cost, 9)));
      for (const { text, cost } of found) expect(cost).toBeCloseTo(cheapest.get(text) ?? Number.NaN, 9);
      expect(new Set(found.map(({ text }) => text)).size).toBe(found.length);
    }),
    { numRuns: 500 },
  );
});

test('a path’s edges follow one another from the first node to the last', () => {
  fc.assert(
    fc.property(graph, (edges) => {
      for (const path of twoBestTexts(edges, last)) {
        let node = 0;
        for (const at of path.edges) {
          expect(edges[at]?.from).toBe(node);
          node = edges[at]?.to ?? Number.NaN;
        }
        expect(node).toBe(last);
      }
    }),
  );
});

test('the weight of all paths, and of all that read a text, is the sum over trying every path', () => {
  fc.assert(
    fc.property(graph, fc.constantFrom('', '0', '12', '201'), (edges, text) => {
      const weight = (paths: readonly Whole[]) => paths.reduce((sum, { cost }) => sum + Math.exp(-cost), 0);
      const paths = allPaths(edges, last);
      const close = (got: number, want: number) =>
        expect(Math.abs(Math.exp(-got) - want)).toBeLessThanOrEqual(1e-9 * Math.max(1, want));
      close(costOfAll(edges, last), weight(paths));
      close(costOfAll(edges, last, text), weight(paths.filter((path) => path.text === text)));
    }),
    { numRuns: 500 },
  );
});

test('no path and no edge: no text, and an infinite cost', () => {
  expect(twoBestTexts([], 3)).toEqual([]);
  expect(costOfAll([], 3)).toBe(Number.POSITIVE_INFINITY);
});
