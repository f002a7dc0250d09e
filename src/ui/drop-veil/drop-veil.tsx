import styles from './drop-veil.module.css';

interface DropVeilProps {
  /** "Drop a file of digits". */
  readonly text: string;
}

/** Over the page while a file is held above it; buttons open files too, so nothing is said aloud. */
export function DropVeil({ text }: DropVeilProps) {
  return (
    <p className={styles.veil} aria-hidden="true">
      {text}
    </p>
  );
}
