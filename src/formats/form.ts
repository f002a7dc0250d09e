import * as v from 'valibot';
import { issueError } from '../lib/issue.ts';

/** A value from a file, in its form. @throws ExpectationError naming the first entry that is not */
export function inForm<Form extends v.GenericSchema>(
  form: Form,
  value: unknown,
  place: string,
): v.InferOutput<Form> {
  const parsed = v.safeParse(form, value, { abortEarly: true });
  if (!parsed.success) throw issueError(place, parsed.issues[0]);
  return parsed.output;
}
