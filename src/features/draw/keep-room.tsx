import styles from './keep-digit.module.css';

/** The room of the row for keeping a digit, which loads after the paper. */
export function KeepRoom() {
  return <div className={styles.room} />;
}
