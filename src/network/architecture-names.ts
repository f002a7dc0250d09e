import { t } from '../language/language.ts';
import { ExpectationError, inWords } from '../lib/expect.ts';
import { formatCount } from '../lib/format.ts';
import { formatChoice } from '../lib/format-words.ts';
import type { Architecture, Network, SentNetwork } from './architecture.ts';
import { architectures } from './architectures.ts';
import { lenet5 } from './lenet-5.ts';

/**
 * Records and files name every network but LeNet-5, which was the only one when they began.
 * @throws ExpectationError for one that this version does not know
 */
export function architectureNamed(id: string = lenet5.id): Architecture {
  const found = architectures.find((architecture) => architecture.id === id);
  if (found) return found;
  const known = formatChoice(architectures.map(({ name }) => name));
  throw new ExpectationError(t`expected a network that this version knows (${known}), got ${inWords(id)}`);
}

/** @throws ExpectationError for a network that this version does not know */
export function networkOf({ architecture, parameters }: SentNetwork): Network {
  return { architecture: architectureNamed(architecture), parameters };
}

/**
 * The network that these are the parameters of: no two that the app knows have as many.
 * @throws ExpectationError for as many as none has
 */
export function architectureOfParameters({ length }: Float32Array): Architecture {
  const found = architectures.find(({ parameterCount }) => parameterCount === length);
  if (found) return found;
  const counts = formatChoice(architectures.map(({ parameterCount }) => formatCount(parameterCount)));
  throw new ExpectationError(t`expected ${counts} parameters, got ${formatCount(length)}`);
}

/** How a record or a file names it: {@link architectureNamed} finds it again. */
export function architectureTag({ id }: Architecture): { readonly architecture?: string } {
  return id === lenet5.id ? {} : { architecture: id };
}
