import { t } from '../../../language/language.ts';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import type { ShownNetwork } from '../networks-model.ts';
import { type ComparedFact, differences } from '../words.ts';
import styles from './compare-section.module.css';

interface DifferencesProps {
  readonly networks: readonly [ShownNetwork, ShownNetwork];
}

/** In what the two were made differently, and what came of it: first what is known of both. */
export function Differences({ networks }: DifferencesProps) {
  const [first, second] = networks;
  const { different, ofOne, same } = differences(first.provenance, second.provenance);
  const more = [
    { title: t`Known for only one`, facts: ofOne },
    { title: t`The same in both`, facts: same },
  ];
  return (
    <div className={styles.tableFrame}>
      {different.length > 0 ? (
        <FactTable title={t`Differences`} facts={different} networks={networks} />
      ) : (
        <p className={styles.none}>{t`No differences in what is known about both.`}</p>
      )}
      {more.map(
        ({ title, facts }) =>
          facts.length > 0 && (
            <Disclosure key={title} summary={`${title}: ${facts.length}`}>
              <FactTable title={title} facts={facts} networks={networks} />
            </Disclosure>
          ),
      )}
    </div>
  );
}

interface FactTableProps extends DifferencesProps {
  readonly title: string;
  readonly facts: readonly ComparedFact[];
}

function FactTable({ title, facts, networks: [first, second] }: FactTableProps) {
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">{first.name}</th>
          <th scope="col">{second.name}</th>
        </tr>
      </thead>
      <tbody>
        {facts.map(({ group, name, values }) => (
          <tr key={`${group} ${name}`}>
            <th scope="row">{name}</th>
            <td translate="no" data-known={values[0] !== null}>
              {values[0] ?? '–'}
            </td>
            <td translate="no" data-known={values[1] !== null}>
              {values[1] ?? '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
