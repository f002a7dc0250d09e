import { t } from '../../language/language.ts';

/** What pages call styles of handwriting and kinds of non-digits: their names are for files and addresses. */

let titles: Readonly<Record<string, string>> | undefined;

/** "7 with a bar", in the page's language. A style that is only a digit is called by it. */
export function styleTitle(name: string): string {
  titles ??= styleTitles();
  return titles[name] ?? name;
}

export function kindTitle(kind: string): string {
  switch (kind) {
    case 'scribble':
      return t`scribble`;
    case 'zigzag':
      return t`zigzag`;
    case 'loops':
      return t`loops`;
    case 'spiral':
      return t`spiral`;
    // Signs are mostly letters.
    case 'sign':
      return t`letters and other signs`;
    case 'several digits':
      return t`several digits`;
    default:
      return kind;
  }
}

function styleTitles() {
  return {
    '0 with a tail': t`0 with a tail`,
    '0 from the top': t`0 from the top`,
    '0 from the right': t`0 from the right`,
    '0 the other way round': t`0 the other way round`,
    '0 from the foot': t`0 from the foot`,
    '0 narrow': t`0 narrow`,
    '0 that ends inside': t`0 that ends inside`,
    '0 with an upright slash': t`0 with an upright slash`,
    '0 round with an upright slash': t`0 round with an upright slash`,
    '0 that begins inside': t`0 that begins inside`,
    '0 that begins across': t`0 that begins across`,
    '0 with a slash aside': t`0 with a slash aside`,
    '0 with a slash': t`0 with a slash`,
    '0 with a slash inside': t`0 with a slash inside`,
    '0 with a flat slash': t`0 with a flat slash`,
    '0 with a level bar': t`0 with a level bar`,
    '0 narrow with a level bar': t`0 narrow with a level bar`,
    '0 with a steep slash': t`0 with a steep slash`,
    '0 narrow with a steep slash': t`0 narrow with a steep slash`,
    '0 narrow with a slash': t`0 narrow with a slash`,
    '0 with a slash, in one line': t`0 with a slash, in one line`,
    '1 as a bar': t`1 as a bar`,
    '1 leaning': t`1 leaning`,
    '1 with a flag': t`1 with a flag`,
    '1 with a long upstroke': t`1 with a long upstroke`,
    '1 with a level flag': t`1 with a level flag`,
    '1 with a level flag and a foot': t`1 with a level flag and a foot`,
    '1 like a bracket': t`1 like a bracket`,
    '1 with a wide foot': t`1 with a wide foot`,
    '1 lying, as in Chinese': t`1 lying, as in Chinese`,
    '1 with an upstroke to its foot': t`1 with an upstroke to its foot`,
    '1 with a foot': t`1 with a foot`,
    '2 with a wide loop': t`2 with a wide loop`,
    '2 low and wide': t`2 low and wide`,
    '2 like a Z, low and wide': t`2 like a Z, low and wide`,
    '2 with a short foot': t`2 with a short foot`,
    '2 with a large loop': t`2 with a large loop`,
    '2 curled at both ends': t`2 curled at both ends`,
    '2 with a long base': t`2 with a long base`,
    '2 like a swan': t`2 like a swan`,
    '2 like a Z': t`2 like a Z`,
    '2 with a loop': t`2 with a loop`,
    '2 with a round foot': t`2 with a round foot`,
    '2 with a straight neck': t`2 with a straight neck`,
    '3 with an upper half of its own': t`3 with an upper half of its own`,
    '3 low and wide': t`3 low and wide`,
    '3 with a small head': t`3 with a small head`,
    '3 with a large head': t`3 with a large head`,
    '3 in one line': t`3 in one line`,
    '3 with a loop': t`3 with a loop`,
    '3 with a flat top': t`3 with a flat top`,
    '4 open': t`4 open`,
    '4 open, in one line': t`4 open, in one line`,
    '4 closed': t`4 closed`,
    '4 closed, in one line': t`4 closed, in one line`,
    '4 that waits for its stem': t`4 that waits for its stem`,
    '4 round, that waits for its stem': t`4 round, that waits for its stem`,
    '4 like lightning': t`4 like lightning`,
    '5 with a flying bar': t`5 with a flying bar`,
    '5 small below a long bar': t`5 small below a long bar`,
    '5 low and wide': t`5 low and wide`,
    '5 in one stroke': t`5 in one stroke`,
    '5 with a belly that closes': t`5 with a belly that closes`,
    '5 with a long neck': t`5 with a long neck`,
    '5 like an S, low and wide': t`5 like an S, low and wide`,
    '5 like an S': t`5 like an S`,
    '6 lying back': t`6 lying back`,
    '6 with a small ring': t`6 with a small ring`,
    '6 with a ring that hangs back': t`6 with a ring that hangs back`,
    '6 with a straight back': t`6 with a straight back`,
    '6 nearly a ring': t`6 nearly a ring`,
    '6 with a flat ring': t`6 with a flat ring`,
    '6 with a large ring': t`6 with a large ring`,
    '6 with its line crossed': t`6 with its line crossed`,
    '6 curled': t`6 curled`,
    '6 upright': t`6 upright`,
    '7 bent': t`7 bent`,
    '7 with a serif': t`7 with a serif`,
    '7 round': t`7 round`,
    '7 with a hook': t`7 with a hook`,
    '7 with a low bar': t`7 with a low bar`,
    '7 with a long serif': t`7 with a long serif`,
    '7 with a long serif and a bar': t`7 with a long serif and a bar`,
    '7 with a long bar': t`7 with a long bar`,
    '7 narrow': t`7 narrow`,
    '7 with a wavy top': t`7 with a wavy top`,
    '7 with a bar': t`7 with a bar`,
    '7 with a serif and a bar': t`7 with a serif and a bar`,
    '8 with its line crossed': t`8 with its line crossed`,
    '8 very narrow': t`8 very narrow`,
    '8 narrow': t`8 narrow`,
    '8 with a tail': t`8 with a tail`,
    '8 in one line': t`8 in one line`,
    '8 the other way round': t`8 the other way round`,
    '8 low and wide': t`8 low and wide`,
    '8 from the middle': t`8 from the middle`,
    '8 open at the top': t`8 open at the top`,
    '8 with a small head': t`8 with a small head`,
    '8 with a large head': t`8 with a large head`,
    '8 of two circles': t`8 of two circles`,
    '9 open at the top': t`9 open at the top`,
    '9 with a small ring': t`9 with a small ring`,
    '9 with an ear': t`9 with an ear`,
    '9 with a pointed head': t`9 with a pointed head`,
    '9 with a square head': t`9 with a square head`,
    '9 with a brim': t`9 with a brim`,
    '9 like a g': t`9 like a g`,
    '9 with a foot': t`9 with a foot`,
    '9 in one line': t`9 in one line`,
    '9 curled': t`9 curled`,
    '9 of a ring and a stem': t`9 of a ring and a stem`,
  };
}
