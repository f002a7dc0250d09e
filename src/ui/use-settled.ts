import { useEffect, useState } from 'react';

/** Storage answers sooner; a page that waits longer seems dead. */
const longestMs = 2000;

/**
 * Whether a page can be shown without what follows moving it: what it asks for when it opens has come, or
 * has taken too long. Once true it stays so. `data-waiting` keeps what is not to be shown
 * out of sight, with its room: `ui/global.css`.
 */
export function useSettled(come: boolean): boolean {
  const [settled, setSettled] = useState(come);
  if (come && !settled) setSettled(true);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), longestMs);
    return () => clearTimeout(timer);
  }, []);
  return settled || come;
}
