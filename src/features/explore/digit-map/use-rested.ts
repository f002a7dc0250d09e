import { useEffect, useState } from 'react';

/** A text once it has stayed the same for a while: what is read aloud is not read out at every move of a pen. */
export function useRested(text: string, restMs: number): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text, restMs]);
  return rested;
}
