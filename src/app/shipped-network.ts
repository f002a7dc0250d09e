import type { ShippedNetwork } from '../features/networks/networks-model.ts';
import { digestKey } from '../formats/tfjs/digest.ts';
import { fetchCard } from '../lab/reading/fetch-card.ts';
import { fetchModelWithFacts } from '../lab/reading/model.ts';
import { cardFileName, type ModelCard } from '../measures/model-card.ts';
import { provenanceFromFacts } from '../network/provenance.ts';

/** A list of networks waits no longer for one figure of one of them. */
const cardTimeoutMs = 5_000;

/**
 * The shipped network with its figure on the test images, which stands in the card beside model.json.
 * @param modelUrl absolute address of model.json
 * @throws Error when the network cannot be loaded; without its card it comes without the figure
 */
export async function fetchShipped(modelUrl: string): Promise<ShippedNetwork> {
  const [{ architecture, parameters, facts }, card] = await Promise.all([
    fetchModelWithFacts(modelUrl),
    fetchCard(new URL(cardFileName, modelUrl).href, cardTimeoutMs).catch(() => null),
  ]);
  const provenance = provenanceFromFacts('shipped', facts);
  // After a new version of the site, a cache may give the card of the network before.
  const own = card?.weightsSha256 === facts[digestKey] ? card : null;
  const network = { architecture: architecture.id, parameters };
  return { ...network, provenance: { ...provenance, results: { ...provenance.results, ...testOf(own) } } };
}

function testOf(card: ModelCard | null): ShippedNetwork['provenance']['results'] {
  return card ? { testAccuracy: card.test.right / card.test.total, testImages: card.test.total } : {};
}
