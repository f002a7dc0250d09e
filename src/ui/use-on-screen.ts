import { type RefObject, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/**
 * Whether an element is on the screen, or nearly: a picture that nobody can see need not follow every stroke. True while
 * the page is printed.
 */
export function useOnScreen(element: RefObject<Element | null>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: '100px',
    });
    if (element.current) observer.observe(element.current);
    window.addEventListener('beforeprint', () => flushSync(() => setSeen(true)), { signal: leaving.signal });
    return () => {
      leaving.abort();
      observer.disconnect();
    };
  }, [element]);
  return isSeen;
}
