import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { fetchShipped } from './shipped-network.ts';

const folder = 'public/models/lenet5/';

afterEach(() => vi.unstubAllGlobals());

const card = JSON.parse(readFileSync(`${folder}card.json`, 'utf8'));

/** The site's own files, the card as it is or another. */
function serve(changeCard: (card: Record<string, unknown>) => Response) {
  vi.stubGlobal('fetch', async (address: string) => {
    const name = address.slice(address.lastIndexOf('/') + 1);
    const bytes = readFileSync(`${folder}${name}`);
    return name === 'card.json' ? changeCard(JSON.parse(bytes.toString())) : new Response(bytes);
  });
  return fetchShipped('http://lab.test/models/lenet5/model.json');
}

test('the shipped network comes with the test figure of its card, if that is of the same weights', async () => {
  const { provenance } = await serve((card) => Response.json(card));
  expect(provenance.results).toMatchObject({
    testAccuracy: card.test.right / card.test.total,
    testImages: 10_000,
  });
  const other = await serve((card) => Response.json({ ...card, weightsSha256: '0'.repeat(64) }));
  expect(other.provenance.results).not.toHaveProperty('testAccuracy');
  expect(other.provenance.results).toHaveProperty('validationAccuracy');
});

test('without its card the shipped network comes all the same', async () => {
  const { parameters, provenance } = await serve(() => new Response('', { status: 404 }));
  expect(parameters).toHaveLength(61_706);
  expect(provenance.results).not.toHaveProperty('testAccuracy');
});
