import type { ReactNode } from 'react';
import { setTheme, useTheme } from '../ui/theme.ts';
import styles from './header.module.css';
import { HeaderBar } from './header-bar.tsx';
import type { Route } from './routes.ts';

interface HeaderProps {
  /** The page that is shown. */
  readonly route: Route;
  readonly children: ReactNode;
}

/** The name of the app, its pages, what answers, and the theme. */
export function Header({ route, children }: HeaderProps) {
  const theme = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <HeaderBar route={route}>
      <div className={styles.device}>{children}</div>
      <button
        type="button"
        className={styles.theme}
        aria-label={`Use the ${other} theme`}
        onClick={() => setTheme(other)}
      >
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
        </svg>
      </button>
    </HeaderBar>
  );
}
