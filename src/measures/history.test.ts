import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { historyRows, parseResult, result1998 } from './history.ts';
import { type ModelCard, parseCard } from './model-card.ts';

let card: ModelCard;
beforeAll(async () => {
  card = parseCard(JSON.parse(await readFile('public/models/lenet5/card.json', 'utf8')));
});

const rowsOf = (speeds: Parameters<typeof historyRows>[1]) =>
  Object.fromEntries(historyRows(card, speeds).map(({ name, of1998, today }) => [name, [of1998, today]]));

test('sizes follow from the architectures, and the rest from what was measured', () => {
  expect(rowsOf(null)).toEqual({
    Parameters: ['60,000', '61,706'],
    'Multiply-adds for one image': ['340,908', '429,342'],
    'Images per epoch': ['60,000', '251,000'],
    Epochs: ['20', '160'],
    'Batch size': ['1', '32'],
    'Test error': [expect.stringMatching(/^0\.80\s%, /), expect.stringMatching(/^0\.47\s%, /)],
  });
});

test('docs/1998-and-today.md has them', async () => {
  const page = await readFile('docs/1998-and-today.md', 'utf8');
  for (const { name, of1998, today } of historyRows(card, null)) {
    expect(page, 'npm run history writes it again').toContain(`| ${name} | ${of1998} | ${today} |`);
  }
  expect(page).toContain(result1998.command);
});

test('speeds stand with them where they were measured', () => {
  const rows = rowsOf({ training: { of1998: 2_000.4, today: 10_000 }, reading: { of1998: 1, today: 2 } });
  expect(rows['Training, images/s']).toEqual(['2,000', '10,000']);
});

test('a result of another form is refused by the place that is wrong', () => {
  expect(() => parseResult({ ...result1998, test: { right: 1 } })).toThrow(/result-1998.json, test.total/);
});
