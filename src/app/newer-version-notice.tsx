import { useStore } from 'zustand/react';
import { t } from '../language/language.ts';
import { NoticeBar } from '../ui/notices/notice-bar.tsx';
import { newerVersion } from './newer-version.ts';
import { checks } from './version-watch.ts';

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

async function reload(): Promise<void> {
  const code = await checks();
  if (code) await code.reload();
  else window.location.reload();
}
