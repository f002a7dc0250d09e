import type { ReactNode } from 'react';
import styles from './button.module.css';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick: () => void;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  /** `primary` for the one thing to do next; `plain` for all others. */
  readonly kind?: 'primary' | 'plain';
  /** For a choice that stays: whether it is the one that holds now. */
  readonly pressed?: boolean;
}

export function Button(props: ButtonProps) {
  const { children, onClick, icon, disabled = false, kind = 'plain', pressed } = props;
  return (
    <button
      type="button"
      className={styles.button}
      data-kind={kind}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={() => onClick()}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface LinkButtonProps {
  readonly children: ReactNode;
  readonly href: string;
  readonly icon?: IconName;
  readonly kind?: 'primary' | 'plain';
}

/** Looks like a button, and leads to another page. */
export function LinkButton({ children, href, icon, kind = 'plain' }: LinkButtonProps) {
  return (
    <a className={styles.button} data-kind={kind} href={href}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}

interface IconButtonProps {
  /** The button's name; it is shown when the pointer rests on it. */
  readonly label: string;
  readonly icon: IconName;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  /** Looks as quiet as a disabled one, for an action that would change nothing just now. */
  readonly quiet?: boolean;
  /** Keys that do the same: as they are shown, and as aria-keyshortcuts wants them. */
  readonly shortcut?: { readonly shown: string; readonly aria: string };
}

export function IconButton(props: IconButtonProps) {
  const { label, icon, onClick, disabled = false, quiet = false, shortcut } = props;
  return (
    <span className={styles.tipped}>
      <button
        type="button"
        className={styles.iconButton}
        aria-label={label}
        aria-keyshortcuts={shortcut?.aria}
        disabled={disabled}
        data-quiet={quiet}
        onClick={() => onClick()}
      >
        <Icon name={icon} />
      </button>
      <span className={styles.tip} aria-hidden="true">
        {label}
        {shortcut && <kbd translate="no">{shortcut.shown}</kbd>}
      </span>
    </span>
  );
}
