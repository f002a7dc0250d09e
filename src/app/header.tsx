import type { ReactNode } from 'react';
import { setTheme, useTheme } from '../ui/theme.ts';
import styles from './header.module.css';
import { type Route, routeNames, routes } from './routes.ts';

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
    <header className={styles.header}>
      <h1 className={styles.name}>
        <img src="icon.svg" alt="" width="28" height="28" />
        <span className={styles.words} translate="no">
          LeNet Lab
        </span>
      </h1>
      <nav className={styles.pages} aria-label="Pages">
        {navigation.map((name) => (
          <a
            key={name}
            className={styles.link}
            href={routes[name].href}
            aria-current={name === route || (name === 'explore' && route === 'tour') ? 'page' : undefined}
            onClick={toTop}
          >
            {routes[name].name}
          </a>
        ))}
      </nav>
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
    </header>
  );
}

const navigation = routeNames.filter((name) => routes[name].name !== null);

/** A page begins at its top; ways back through the history find their old place again. */
function toTop() {
  window.scrollTo(0, 0);
}
