import * as v from 'valibot';
import { ExpectationError, inWords } from './expect.ts';

/** What a form of valibot found, in our words: "model.json, weightsManifest.0: expected Object, got 3". */
export function issueError(place: string, issue: v.BaseIssue<unknown>): ExpectationError {
  const path = v.getDotPath(issue);
  const where = path ? `${place}, ${path.slice(0, 100)}` : place;
  // Checks of our own have their whole message and no expectation that could be put into words.
  if (issue.expected === null) return new ExpectationError(`${where}: ${issue.message}`);
  return new ExpectationError(`${where}: expected ${issue.expected}, got ${inWords(issue.input)}`);
}
