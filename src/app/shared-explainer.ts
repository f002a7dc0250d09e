import { createExplainer, type Explainer } from '../lab/explaining/client.ts';

let explainer: Explainer | undefined;

/** One worker explains for all pages, with one engine; it starts with the first question. */
export function sharedExplainer(): Explainer {
  explainer ??= createExplainer();
  return explainer;
}
