import { useEffect, useState } from 'react';

/** A network in training is another one ten times a second. */
const restMs = 300;

/** The value once it has stayed the same for a moment; null until then. */
export function useRested<Value extends object>(value: Value, ms = restMs): Value | null {
  const [rested, setRested] = useState<Value | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested === value ? rested : null;
}
