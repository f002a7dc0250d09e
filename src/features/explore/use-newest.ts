import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../../lib/expect.ts';

/** What came of a question: its answer, or why there is none. */
type Answered<Question, Answer> = {
  readonly question: Question;
} & ({ readonly answer: Answer } | { readonly failure: string });

/**
 * Asks a question whenever it changes. One is worked on at a time; of those that come meanwhile only the newest
 * waits, so that nothing piles up while a line is drawn.
 * @param question the same object as long as nothing has changed; null asks nothing
 * @param ask the same function as long as it means the same
 * @returns the newest answer, perhaps of an earlier question
 */
export function useNewest<Question, Answer>(
  question: Question | null,
  ask: (question: Question) => Promise<Answer>,
): Answered<Question, Answer> | null {
  const [answered, setAnswered] = useState<Answered<Question, Answer> | null>(null);
  const newest = useRef(question);
  const working = useRef(false);

  useEffect(() => {
    newest.current = question;
    const pump = async () => {
      if (working.current) return;
      working.current = true;
      for (let asked = newest.current; asked !== null; ) {
        const now = asked;
        const outcome = await ask(now).then(
          (answer) => ({ question: now, answer }),
          (error) => ({ question: now, failure: messageOf(error) }),
        );
        setAnswered(outcome);
        asked = newest.current === now ? null : newest.current;
      }
      working.current = false;
    };
    void pump();
  }, [question, ask]);

  useEffect(
    () => () => {
      newest.current = null;
    },
    [],
  );
  return answered;
}
