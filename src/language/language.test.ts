import { describe, expect, it } from 'vitest';
import { language, t, workerName } from './language.ts';
import { plural } from './plural.ts';

describe('sentences in English, which need no catalogue', () => {
  it('has values in their places', () => {
    expect(language).toBe('en');
    expect(t`Map ${3} of ${16}, “${'a'}”`).toBe('Map 3 of 16, “a”');
    expect(t`Train`).toBe('Train');
    // What a person typed is no pattern.
    expect(t`Saved as “${'{0} $& {1}'}”`).toBe('Saved as “{0} $& {1}”');
  });

  it('takes the form of the number', () => {
    const digits = (count: number) => plural(count)`${count} digit of yours | ${count} digits of yours`;
    expect([0, 1, 2, 1.5].map(digits)).toEqual([
      '0 digits of yours',
      '1 digit of yours',
      '2 digits of yours',
      '1.5 digits of yours',
    ]);
  });

  it('tells a worker the language by its name', () => {
    expect(workerName('trainer')).toBe('trainer in en');
  });
});
