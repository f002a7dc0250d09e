import { useStore } from 'zustand/react';
import { t } from '../language/language.ts';
import { NoticeBar } from '../ui/notices/notice-bar.tsx';
import { newerVersion, reload } from './newer-version.ts';

/** Says on every page that a newer version is there, with the way to it. */
export function NewerVersionNotice() {
  const text = useStore(newerVersion, (state) => state.text);
  return (
    <NoticeBar
      name="newer-version"
      text={text}
      onDismiss={() => newerVersion.setState({ text: null })}
      action={{ label: t`Reload`, run: () => void reload() }}
    />
  );
}
