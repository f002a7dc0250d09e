import styles from './answering-network.module.css';

/** The line of the network that answers, which loads after the paper. */
export function AnsweringRoom() {
  return <p className={styles.answering} />;
}
