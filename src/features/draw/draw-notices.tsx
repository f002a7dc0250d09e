import { useStore } from 'zustand/react';
import { NoticeBar } from '../../ui/notices/notice-bar.tsx';
import type { OwnDigits } from './own-digits.ts';

interface DrawNoticesProps {
  readonly own: OwnDigits;
  /** What is to be said of the drawing; it comes first. */
  readonly text: string | null;
  readonly onDismiss: () => void;
}

/** What is said of the drawing, or of keeping it among one's own digits, with the way back. */
export function DrawNotices({ own, text, onDismiss }: DrawNoticesProps) {
  const said = useStore(own.store, (state) => state.notice);
  if (text !== null || !said) return <NoticeBar text={text} onDismiss={onDismiss} />;
  const action = said.undo ? { label: 'Undo', run: said.undo } : undefined;
  return <NoticeBar text={said.text} onDismiss={own.dismissNotice} action={action} />;
}
