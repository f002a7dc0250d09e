import { createElement, Fragment, type ReactNode } from 'react';
import { pieces } from '../../language/language.ts';

/** A sentence in the page's language with elements in it: tx`Press ${<b>{t`Start`}</b>} to train.` */
export function tx(parts: TemplateStringsArray, ...values: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...pieces(parts, values));
}
