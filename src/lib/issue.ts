import * as v from 'valibot';
import { t } from '../language/language.ts';
import { ExpectationError, inWords } from './expect.ts';
import { formatChoice } from './format-words.ts';

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
    const whole = issue.kind === 'validation';
    return `${where}: ${whole ? issue.message : t`${issue.message}, got ${inWords(issue.input)}`}`;
  }
  return t`${where}: expected ${expectedOf(issue)}, got ${gotOf(issue)}`;
}

function typeInWords(type: string): string {
  switch (type) {
    case 'Object':
      return t`an object`;
    case 'Array':
      return t`a list`;
    case 'string':
      return t`text`;
    case 'number':
      return t`a number`;
    case 'boolean':
      return t`true or false`;
    case 'null':
      return t`nothing`;
    case 'Float32Array':
      return t`32-bit floats`;
    case 'Float64Array':
      return t`64-bit floats`;
    case 'Uint8Array':
      return t`bytes`;
    default:
      return type;
  }
}

const objectTypes = ['object', 'strict_object', 'loose_object', 'record'];

function expectedOf({ type, kind, expected, requirement, input }: Issue): string {
  if (kind === 'validation') {
    const isText = typeof input === 'string';
    switch (type) {
      case 'integer':
      case 'safe_integer':
        return t`a whole number`;
      case 'finite':
        return t`a finite number`;
      case 'min_value':
        return t`at least ${String(requirement)}`;
      case 'max_value':
        return t`at most ${String(requirement)}`;
      case 'min_length':
        return isText
          ? t`at least ${String(requirement)} characters`
          : t`at least ${String(requirement)} entries`;
      case 'max_length':
        return isText
          ? t`at most ${String(requirement)} characters`
          : t`at most ${String(requirement)} entries`;
      case 'non_empty':
        return isText ? t`some text` : t`at least one entry`;
      default:
        return t`another value`;
    }
  }
  // Of objects, "never" is an entry too many, and a quoted name one that is missing.
  if (expected === 'never') return t`no such entry`;
  if (objectTypes.includes(type) && expected?.startsWith('"')) return t`a value`;
  // "(string | null)", "1", "Object".
  const parts = (expected ?? '').replace(/^\(|\)$/g, '').split(' | ');
  return formatChoice(parts.map(typeInWords));
}

function gotOf({ type, kind, expected, received, input }: Issue): string {
  if (expected === 'never') return t`one`;
  if (kind === 'validation' && type.endsWith('_length')) return received;
  return input === undefined || input === null ? t`nothing` : inWords(input);
}

type Issue = v.BaseIssue<unknown> & { readonly requirement?: unknown };
