import { describe, expect, it } from 'vitest';
import { fault, wordsOf } from './check-language.ts';

const wordsIn = (source: string) => wordsOf('page.tsx', source);

describe('what is marked for translation', () => {
  it('is found with its places, its kind, and whether loading the file reads it', () => {
    const { marked } = wordsIn(`
      const early = t\`Maps\`;
      const Page = () => <p title={t\`Map \${1} of \${2}\`}>{tx\`Press \${<b>{t\`Start\`}</b>}.\`} {plural(2)\`one | \${2} maps\`}</p>;
    `);
    expect(marked.map(({ key, isPlural, isEager, line }) => [key, isPlural, isEager, line])).toEqual([
      ['Maps', false, true, 2],
      ['Map {0} of {1}', false, false, 3],
      ['Press {0}.', false, false, 3],
      ['Start', false, false, 3],
      ['one | {0} maps', true, false, 3],
    ]);
  });

  it('and words that are not: text, what is heard, both sides of a choice; but no names, numbers and classes', () => {
    const { unmarked } = wordsIn(`
      const Page = ({ on, n }) => (
        <p className="no words" aria-label="Spoken" title={on ? 'On' : \`Map \${n}\`}>
          Shown {on && 'and this'} LeNet-5 {n} × 5 C3
        </p>
      );
    `);
    expect(unmarked.map(({ text }) => text)).toEqual(['and this', 'Spoken', 'On', 'Map', 'Shown']);
  });
});

describe('a translation', () => {
  it('has the places of its sentence, in any order', () => {
    expect(fault('Map {0} of {1}', 'Von {1} Maps die {0}.', false, 'de')).toBeUndefined();
    expect(fault('Map {0} of {1}', 'Map {0}', false, 'de')).toBe('expected the places {0} {1}, got {0}');
    expect(fault('Map', ' ', false, 'de')).toBe('is empty');
  });

  it('has a form for each plural category of its language', () => {
    expect(fault('{0} map | {0} maps', '{0} Map | {0} Maps', true, 'de')).toBeUndefined();
    expect(fault('{0} map | {0} maps', '{0} Maps', true, 'de')).toBe(
      'expected 2 forms with “ | ” between them, got 1',
    );
    expect(fault('{0} map | {0} maps', '张 {0}', true, 'zh')).toBeUndefined();
  });
});
