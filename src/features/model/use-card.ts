import { useCallback, useEffect, useState } from 'react';
import { fetchCard } from '../../lab/reading/fetch-card.ts';
import { messageOf } from '../../lib/expect.ts';
import type { ModelCard } from '../../measures/model-card.ts';

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
    let wanted = true;
    setState({ kind: 'loading' });
    fetchCard(url, timeoutMs).then(
      (card) => wanted && setState({ kind: 'here', card }),
      (error) => wanted && setState({ kind: 'failed', reason: messageOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [url, attempt]);
  return { state, retry: useCallback(() => setAttempt((before) => before + 1), []) };
}
