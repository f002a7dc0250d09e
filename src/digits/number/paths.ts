/**
 * Paths through a graph whose nodes are numbered from left to right. Costs are negative logarithms of weights, in
 * nats: the weight of a path is the product of its edges' weights.
 */

/** What an edge may stand for. */
export interface Choice {
  /** One character, or none where the edge adds nothing to the text. */
  readonly label: string;
  readonly cost: number;
}

export interface Edge {
  /** from < to */
  readonly from: number;
  readonly to: number;
  readonly choices: readonly Choice[];
}

/** The cheapest path that reads a text. */
interface TextPath {
  readonly text: string;
  readonly cost: number;
  /** Places of its edges in the list of all, from left to right. */
  readonly edges: readonly number[];
}

/** Texts that are kept at each node, and choices that are followed from there: two are enough for the two best. */
const kept = 2;

/**
 * The two best texts, each with its cheapest path (Viterbi 1967, with two survivors a node instead of one). It is
 * exact: were the beginning of one of the two not among the two best of its node, those two would both end better.
 * @param edges ordered by `from`
 * @param last the last node; paths lead there from node 0
 * @returns none where no path leads there, one where all paths read the same
 */
export function twoBestTexts(edges: readonly Edge[], last: number): readonly TextPath[] {
  const best: TextPath[][] = Array.from({ length: last + 1 }, () => []);
  best[0] = [{ text: '', cost: 0, edges: [] }];
  edges.forEach(({ from, to, choices }, at) => {
    const cheapest = choices.toSorted((a, b) => a.cost - b.cost).slice(0, kept);
    for (const before of best[from] ?? []) {
      for (const { label, cost } of cheapest) {
        const path = { text: before.text + label, cost: before.cost + cost, edges: [...before.edges, at] };
        best[to] = withPath(best[to] ?? [], path);
      }
    }
  });
  return best[last] ?? [];
}

function withPath(paths: readonly TextPath[], path: TextPath): TextPath[] {
  const same = paths.find(({ text }) => text === path.text);
  if (same && same.cost <= path.cost) return [...paths];
  const others = paths.filter((other) => other !== same);
  return [...others, path].sort((a, b) => a.cost - b.cost).slice(0, kept);
}

/**
 * The cost of all paths together: the negative logarithm of the sum of their weights (the forward algorithm; LeCun
 * et al. 1998, section VI.C). Infinity where there is none.
 * @param text only of paths that read this; all paths when left out
 */
export function costOfAll(edges: readonly Edge[], last: number, text?: string): number {
  const width = text === undefined ? 1 : text.length + 1;
  // For each node and number of characters read (0 where any text will do).
  const costs = new Float64Array((last + 1) * width).fill(Number.POSITIVE_INFINITY);
  costs[0] = 0;
  for (const { from, to, choices } of edges) {
    for (const { label, cost } of choices) {
      const steps = text === undefined ? 0 : label.length;
      for (let read = 0; read + steps < width; read++) {
        if (steps > 0 && text?.[read] !== label) continue;
        const target = to * width + read + steps;
        costs[target] = together(costs[target] as number, (costs[from * width + read] as number) + cost);
      }
    }
  }
  return costs[last * width + width - 1] as number;
}

/** -log(exp(-a) + exp(-b)), without overflow. */
function together(a: number, b: number): number {
  const least = Math.min(a, b);
  return least === Number.POSITIVE_INFINITY ? least : least - Math.log1p(Math.exp(least - Math.max(a, b)));
}
