import { startTransition, useEffect, useState } from 'react';

/**
 * False at first and soon true, in a transition: what waits for it is rendered in short pieces after the rest,
 * so that a page that opens does not stall.
 */
export function useSoon(): boolean {
  const [soon, setSoon] = useState(false);
  useEffect(() => startTransition(() => setSoon(true)), []);
  return soon;
}
