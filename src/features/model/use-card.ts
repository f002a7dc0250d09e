import { useCallback, useEffect, useState } from 'react';
import { fetchCard } from '../../lab/reading/fetch-card.ts';
import { messageOf } from '../../lib/expect.ts';
import type { ModelCard } from '../../measures/model-card.ts';
import { whileWanted } from '../../ui/while-wanted.ts';

type CardState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'here'; readonly card: ModelCard }
  | { readonly kind: 'failed'; readonly reason: string };

const timeoutMs = 30_000;

/** The model card from its address, checked; asked for again when it could not be had. */
export function useCard(url: string): { readonly state: CardState; readonly retry: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<CardState>({ kind: 'loading' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another request
  useEffect(() => {
    setState({ kind: 'loading' });
    return whileWanted(
      fetchCard(url, timeoutMs),
      (card) => setState({ kind: 'here', card }),
      (error) => setState({ kind: 'failed', reason: messageOf(error) }),
    );
  }, [url, attempt]);
  return { state, retry: useCallback(() => setAttempt((before) => before + 1), []) };
}
