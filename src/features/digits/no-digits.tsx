import { wayPath } from '../../digits/drawing/ink-path.ts';
import { ones } from '../../digits/synthesis/styles/ones.ts';
import { sevens } from '../../digits/synthesis/styles/sevens.ts';
import { twos } from '../../digits/synthesis/styles/twos.ts';
import { t } from '../../language/language.ts';
import { LinkButton } from '../../ui/controls/button.tsx';
import groups from './digit-groups.module.css';
import styles from './no-digits.module.css';

/** Ways of writing that a list of somebody's own digits might hold. */
const examples = [
  { label: 1, names: ['1 with a flag', '1 with a foot', '1 leaning'], among: ones },
  { label: 2, names: ['2 with a loop', '2 like a Z', '2 like a swan', '2'], among: twos },
  { label: 7, names: ['7 with a bar', '7 with a serif', '7 round', '7'], among: sevens },
];

/** The list while it is empty: what to do, and what will be there then. */
export function NoDigits() {
  return (
    <div className={styles.empty}>
      <p>{t`None yet. Draw a digit and choose its label below the answer.`}</p>
      <LinkButton kind="primary" icon="pen" href="#/">
        {t`Draw a digit`}
      </LinkButton>
      <figure className={styles.figure}>
        <div className={styles.example} aria-hidden="true">
          {examples.map(({ label, names, among }) => (
            <div key={label} className={groups.group}>
              <span className={groups.label}>{label}</span>
              <div className={groups.tiles}>
                {names.map((name) => (
                  <svg key={name} className={styles.tile} viewBox="-25 -25 150 150" aria-hidden="true">
                    <path d={wayPath(among.find((style) => style.name === name)?.strokes ?? [])} />
                  </svg>
                ))}
              </div>
            </div>
          ))}
        </div>
        <figcaption>
          {t`This is an example. Your digits will be here, in a row for each label. Open one to change its label or delete it.`}
        </figcaption>
      </figure>
    </div>
  );
}
