import { useStore } from 'zustand/react';
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
      action={reloading}
    />
  );
}

const reloading = { label: 'Reload', run: () => void reload() };
