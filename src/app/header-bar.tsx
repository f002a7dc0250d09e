import type { ReactNode } from 'react';
import { t } from '../language/language.ts';
import styles from './header.module.css';
import { type Route, routeNames, routes } from './routes.ts';

interface HeaderBarProps {
  /** The page that is shown; null before that is known. */
  readonly route: Route | null;
  readonly children?: ReactNode;
}

/** The name of the app and its pages. The build writes it into index.html, so it needs no browser. */
export function HeaderBar({ route, children }: HeaderBarProps) {
  return (
    <header className={styles.header}>
      <p className={styles.name}>
        <img src="icon.svg" alt="" width="28" height="28" />
        <span className={styles.words} translate="no">
          LeNet Lab
        </span>
      </p>
      <nav className={styles.pages} aria-label={t`Pages`}>
        {navigation.map((name) => (
          <a
            key={name}
            className={styles.link}
            href={routes[name].href}
            aria-current={route && (name === route || name === partOf(route)) ? 'page' : undefined}
            onClick={toTop}
          >
            {routes[name].name}
          </a>
        ))}
      </nav>
      {children}
    </header>
  );
}

const navigation = routeNames.filter((name) => routes[name].name !== null);

/** The page of the navigation that leads to one without a name there. */
function partOf(route: Route): Route | undefined {
  return route === 'tour' ? 'explore' : route === 'model' ? 'networks' : undefined;
}

/** A page begins at its top; ways back through the history find their old place again. */
function toTop() {
  window.scrollTo(0, 0);
}
