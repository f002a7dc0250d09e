import { type ReactNode, Suspense, useId, useState } from 'react';
import { t } from '../language/language.ts';
import { Boundary } from '../ui/part/boundary.tsx';
import { loadable } from '../ui/part/loadable.ts';
import styles from './header.module.css';
import { HeaderBar } from './header-bar.tsx';
import type { Route } from './routes.ts';

interface HeaderProps {
  /** The page that is shown. */
  readonly route: Route;
  readonly children: ReactNode;
}

const DisplayMenu = loadable(async () => (await import('./display-menu.tsx')).DisplayMenu);

/** The name of the app, its pages, what answers, and how the page is shown. */
export function Header({ route, children }: HeaderProps) {
  const menuId = useId();
  const [opened, setOpened] = useState(false);
  return (
    <HeaderBar route={route}>
      <div className={styles.device}>{children}</div>
      <button
        type="button"
        className={styles.display}
        aria-label={t`Theme, language and presentation`}
        popoverTarget={menuId}
      >
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
        </svg>
      </button>
      <div
        id={menuId}
        popover="auto"
        className={styles.menu}
        onToggle={({ newState }) => newState === 'open' && setOpened(true)}
      >
        {opened && (
          <Boundary fallback={() => null}>
            <Suspense fallback={null}>
              <DisplayMenu />
            </Suspense>
          </Boundary>
        )}
      </div>
    </HeaderBar>
  );
}
