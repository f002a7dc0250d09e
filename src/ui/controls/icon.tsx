import styles from './icon.module.css';

/** Line drawings on a 20 x 20 field, 1.5 wide, in the colour of the text around them. */
const shapes = {
  pen: 'M4 16l.8-3.4L13.2 4.2a1.4 1.4 0 0 1 2 0l.6.6a1.4 1.4 0 0 1 0 2L7.4 15.2zM11.6 5.8l2.6 2.6',
  eraser:
    'M8.2 16.2h8.3M5.2 13.8l7.9-7.9a1.4 1.4 0 0 1 2 0l1.6 1.6a1.4 1.4 0 0 1 0 2l-6.7 6.7H7.6l-2.4-2.4zM8.6 10.4l3.6 3.6',
  undo: 'M7.5 4.5L4 8l3.5 3.5M4.5 8h7a4 4 0 0 1 0 8H8',
  redo: 'M12.5 4.5L16 8l-3.5 3.5M15.5 8h-7a4 4 0 0 0 0 8H12',
  clear: 'M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10M8.5 9v4.5M11.5 9v4.5',
  save: 'M10 3.5v8.5M6.5 9l3.5 3.5L13.5 9M4 13v3.5h12V13',
  link: 'M8.6 11.4a2.8 2.8 0 0 0 4 0l2.6-2.6a2.8 2.8 0 0 0-4-4l-1 1M11.4 8.6a2.8 2.8 0 0 0-4 0l-2.6 2.6a2.8 2.8 0 0 0 4 4l1-1',
  embed: 'M7 6.5L3.5 10 7 13.5M13 6.5l3.5 3.5-3.5 3.5M11 5l-2 10',
  picture: 'M3.5 4.5h13v11h-13zM3.5 13l3.5-3.5 3 3 2-2 4.5 4M12.9 7.6h.1',
  check: 'M4.5 10.5l3.5 3.5 7.5-8',
  close: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  play: 'M6.5 4.5v11l9-5.5z',
  pause: 'M7 4.5v11M13 4.5v11',
  step: 'M5 4.5v11l7.5-5.5zM15.5 4.5v11',
  stop: 'M5 5h10v10H5z',
  reset: 'M4.6 7.2A6.2 6.2 0 1 1 3.8 10M4.5 3.5v4h4',
  chevron: 'M5.5 8l4.5 4.5L14.5 8',
  previous: 'M12 5.5L7.5 10l4.5 4.5',
  next: 'M8 5.5l4.5 4.5L8 14.5',
  file: 'M5.5 3.5h6l3.5 3.5v9.5h-9.5zM11.5 3.5V7H15',
  plus: 'M10 4.5v11M4.5 10h11',
  minus: 'M4.5 10h11',
  whole: 'M4 7.5V4h3.5M12.5 4H16v3.5M16 12.5V16h-3.5M7.5 16H4v-3.5',
  copy: 'M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4',
} as const;

export type IconName = keyof typeof shapes;

/** A picture beside a word, or in a button that has a name of its own; never the only label. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 20 20" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}
