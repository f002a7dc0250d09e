import * as v from 'valibot';
import { ExpectationError, inWords } from './expect.ts';

/**
 * What a form of valibot found, in plain words: "model.json, weightsManifest.0: expected an object, got 3".
 * Its own messages speak to programmers ("Invalid key: Expected never but received 1").
 */
export function issueError(place: string, issue: v.BaseIssue<unknown>): ExpectationError {
  return new ExpectationError(`${place}${issueText(issue, ', ')}`);
}

/** The same without a place: "step: expected a whole number, got 1.5". */
export function issueReason(issue: v.BaseIssue<unknown>): string {
  return issueText(issue, '').replace(/^: /, '');
}

function issueText(issue: v.BaseIssue<unknown>, before: string): string {
  const path = v.getDotPath(issue);
  const where = path ? `${before}${path.slice(0, 100)}` : '';
  // Forms of ours that say it themselves have said it whole, or what they expect.
  if (!issue.message.startsWith('Invalid ')) {
    const whole = issue.kind === 'validation' || issue.message.includes(', got ');
    return `${where}: ${issue.message}${whole ? '' : `, got ${inWords(issue.input)}`}`;
  }
  return `${where}: expected ${expectedOf(issue)}, got ${gotOf(issue)}`;
}

const typeWords: Readonly<Record<string, string>> = {
  Object: 'an object',
  Array: 'a list',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  null: 'nothing',
  Float32Array: '32-bit floats',
  Float64Array: '64-bit floats',
  Uint8Array: 'bytes',
};

const objectTypes = ['object', 'strict_object', 'loose_object', 'record'];

function expectedOf({ type, kind, expected, requirement, input }: Issue): string {
  if (kind === 'validation') {
    const length = typeof input === 'string' ? 'characters' : 'entries';
    switch (type) {
      case 'integer':
      case 'safe_integer':
        return 'a whole number';
      case 'finite':
        return 'a finite number';
      case 'min_value':
        return `at least ${requirement}`;
      case 'max_value':
        return `at most ${requirement}`;
      case 'min_length':
        return `at least ${requirement} ${length}`;
      case 'max_length':
        return `at most ${requirement} ${length}`;
      case 'non_empty':
        return typeof input === 'string' ? 'some text' : 'at least one entry';
      default:
        return 'another value';
    }
  }
  // Of objects, "never" is an entry too many, and a quoted name one that is missing.
  if (expected === 'never') return 'no such entry';
  if (objectTypes.includes(type) && expected?.startsWith('"')) return 'a value';
  // "(string | null)", "1", "Object".
  const parts = (expected ?? '').replace(/^\(|\)$/g, '').split(' | ');
  return parts.map((part) => typeWords[part] ?? part).join(' or ');
}

function gotOf({ type, kind, expected, received, input }: Issue): string {
  if (expected === 'never') return 'one';
  if (kind === 'validation' && type.endsWith('_length')) return received;
  return input === undefined || input === null ? 'nothing' : inWords(input);
}

type Issue = v.BaseIssue<unknown> & { readonly requirement?: unknown };
