import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { samples } from '../digits/samples.ts';
import { weightsDigest } from '../formats/tfjs/digest.ts';
import { cardFileName, type ModelCard, parseCard } from '../measures/model-card.ts';
import { fragmentsText, trainedOn, weaknesses } from '../measures/model-card-words.ts';
import { leastEnergyOf } from '../network/energy.ts';
import { measureNoDigits, measureStrokes, measureStyles } from './card-measures.ts';
import { openWasm } from './engine.ts';
import { cardPage } from './model-card-page.ts';
import { readModel, shippedModelFolder } from './model-files.ts';

let card: ModelCard;
beforeAll(async () => {
  card = parseCard(JSON.parse(await readFile(join(shippedModelFolder, cardFileName), 'utf8')));
});

test('the card is of the model that is shipped, and docs/model-card.md is of the card', async () => {
  const weights = new Uint8Array(await readFile(join(shippedModelFolder, 'weights.bin')));
  expect(card.weightsSha256, 'npm run model:card -- FILE writes it anew').toBe(weightsDigest(weights.buffer));
  expect(await readFile('docs/model-card.md', 'utf8')).toBe(cardPage(card));
});

test('its sums are those of its parts', () => {
  const { test: tested, strokes } = card;
  expect(tested.counts.flat().reduce((a, b) => a + b)).toBe(tested.total);
  expect(tested.calibration.bins.reduce((sum, { count }) => sum + count, 0)).toBe(tested.total);
  for (const key of ['total', 'right', 'refused'] as const) {
    expect(strokes.digits.reduce((sum, digit) => sum + digit[key], 0)).toBe(strokes[key]);
  }
  expect(strokes.counts.flat().reduce((a, b) => a + b)).toBe(strokes.total - strokes.refused);
});

test('people’s strokes, styles and what is no digit are measured through the way of the page', async () => {
  const { metadata, ...model } = await readModel(shippedModelFolder);
  const engine = await openWasm(model);
  const measured = { engine, ...model, leastEnergy: leastEnergyOf(metadata) };
  expect(measured.leastEnergy).not.toBeNull();
  const drawn = samples.map(({ digit, drawing }) => ({
    label: digit,
    writer: 'us',
    strokes: drawing.strokes.map(({ points }) => points.map(({ x, y }) => [x / 4, y / 4] as const)),
  }));
  const strokes = await measureStrokes(measured, drawn);
  expect(strokes.total).toBe(samples.length);
  expect(strokes.fragments).toEqual({ total: 0, right: 0, refused: 0 });
  expect(strokes.right).toBeGreaterThan(0.9 * samples.length);
  expect(strokes.right + strokes.refused).toBeLessThanOrEqual(strokes.total);
  expect(strokes.collections).toMatchObject([{ name: 'others', writers: 1, total: samples.length }]);
  const styles = await measureStyles(measured, { style: 4, kind: 4 });
  const share = styles.reduce((sum, { right }) => sum + right, 0) / (4 * styles.length);
  expect(share).toBeGreaterThan(0.85);
  for (const { refused } of await measureNoDigits(measured, { style: 4, kind: 4 })) {
    expect(refused).toBeLessThanOrEqual(4);
  }
  await engine.dispose();
});

test('the worst styles and pairs are named; a card of another form is refused by the place that is wrong', () => {
  expect(weaknesses(card).join('\n')).toMatch(/Pen digits it most often misreads: .* as \d \(\d+\)/);
  expect(() => parseCard({ ...card, weightsSha256: 'x' })).toThrow(/^card.json, weightsSha256/);
});

test('what nobody can read is told apart, where there is any', () => {
  const said = (total: number, fragments: number) =>
    fragmentsText({
      ...card,
      strokes: {
        ...card.strokes,
        total,
        right: 90,
        refused: 0,
        fragments: { total: fragments, right: 1, refused: 0 },
      },
    });
  expect(said(110, 10)).toMatch(/^10 of the drawings are a dot, .* Of the other 100, 89.00\s% are right\.$/);
  expect(said(110, 0)).toBe('');
  expect(said(10, 10)).toBe('');
});

test('the card names whose pens a network learned from, and that it learned from none', () => {
  const said = (training: typeof card.training) => trainedOn({ ...card, training }).join('\n');
  const { pens: _, ...without } = card.training;
  expect(said(without)).toContain('No test image or pen stroke was used for training');
  const withPens = said({ ...card.training, pens: 500, penDigits: 60, penWriters: 4 });
  expect(withPens).not.toContain('or pen stroke');
  expect(withPens).toMatch(/500 digits from people’s pens .* one of 60 digits by 4 people.* CC BY 4\.0/);
});

test('the card says how many of the styles were taught', () => {
  const said = (training: typeof card.training) => trainedOn({ ...card, training }).join('\n');
  expect(said({ ...card.training, syntheticDigits: 10, syntheticStyles: card.styles.length })).toContain(
    'in all styles listed',
  );
  expect(said({ ...card.training, syntheticDigits: 10, syntheticStyles: 3 })).toContain(
    `in 3 of the ${card.styles.length} styles listed`,
  );
  expect(said({ ...card.training, syntheticDigits: 10, syntheticStyles: card.styles.length + 2 })).toContain(
    'in all styles listed below and 2 more',
  );
});
