import { t } from '../../language/language.ts';
import { expectThat } from '../../lib/expect.ts';
import { cardFileName, type ModelCard, parseCard } from '../../measures/model-card.ts';

/**
 * The card from its address, checked.
 * @throws Error saying what was expected and what came
 */
export async function fetchCard(url: string, timeoutMs: number): Promise<ModelCard> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  expectThat(response.ok, cardFileName, t`status 200`, response.status);
  return parseCard(await response.json());
}
