import 'react';

declare module 'react' {
  interface CSSProperties {
    /** Custom properties carry numbers from data to style sheets. */
    [variable: `--${string}`]: string | number | undefined;
  }
}
