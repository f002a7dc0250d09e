import styles from './drop-veil.module.css';

/** Over the page while a file is held above it; buttons open files too, so nothing is said aloud. */
export function DropVeil({ text }: { readonly text: string }) {
  return (
    <p className={styles.veil} aria-hidden="true">
      {text}
    </p>
  );
}
