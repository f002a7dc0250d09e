import buttonStyles from './sample-button.module.css';
import styles from './sample-gallery.module.css';

/** The room of a sample gallery that is still loading. */
export function SampleRoom({ count }: { readonly count: number }) {
  return (
    <ul className={styles.gallery} aria-hidden="true">
      {Array.from({ length: count }, (_, at) => at).map((at) => (
        <li key={at}>
          <span className={buttonStyles.sample} />
        </li>
      ))}
    </ul>
  );
}
