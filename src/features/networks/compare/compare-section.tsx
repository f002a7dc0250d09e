import { useState } from 'react';
import { t } from '../../../language/language.ts';
import { DrawPad } from '../../../ui/draw-pad/draw-pad.tsx';
import { DrawActions } from '../../../ui/draw-pad/draw-tools.tsx';
import { NumberNote } from '../../../ui/draw-pad/number-note.tsx';
import page from '../../../ui/page/page.module.css';
import { type NetworksModel, type ShownNetwork, shippedId } from '../networks-model.ts';
import pageStyles from '../networks-page.module.css';
import { CompareCurves } from './compare-curves.tsx';
import styles from './compare-section.module.css';
import { CompareSide } from './compare-side.tsx';
import { Differences } from './differences.tsx';
import { useNormalised } from './use-answers.ts';

interface CompareSectionProps {
  readonly model: NetworksModel;
  readonly networks: readonly ShownNetwork[];
}

/** Two networks side by side: answers to one drawing, kernels, accuracy, curves, and how they were made. */
export function CompareSection({ model, networks }: CompareSectionProps) {
  const [picked, setPicked] = useState<readonly [string | null, string | null]>([null, null]);
  const normalisation = useNormalised(model.drawing);
  const find = (id: string | null) => networks.find((network) => network.id === id);
  // The newest against the one that comes with the app, until others are picked; no copy against what it is a copy of.
  const [a, b] = differing(networks) ?? networks;
  const first = find(picked[0]) ?? a;
  const second = find(picked[1]) ?? (b?.id === first?.id ? a : b) ?? first;
  if (!first || !second) return null;
  const shared = { model, networks, normalisation };
  const both = [first, second] as const;
  return (
    <section className={pageStyles.section} aria-labelledby="compare-title" data-testid="compare">
      <h2 id="compare-title">{t`Compare two`}</h2>
      {networks.length < 2 ? (
        <p className={page.lead}>
          {t`Save, import or duplicate a network to see it beside the built-in one: answers to the same drawing, kernels, accuracy, curves and settings.`}
        </p>
      ) : (
        <>
          <div className={styles.sides}>
            <CompareSide
              {...shared}
              label={t`First`}
              network={first}
              onPick={(id) => setPicked([id, second.id])}
            />
            <div className={styles.paper}>
              <DrawPad store={model.drawing} label={t`Paper of the comparison`} hint={t`Draw`} />
              <DrawActions store={model.drawing} />
              <NumberNote store={model.drawing} />
            </div>
            <CompareSide
              {...shared}
              label={t`Second`}
              network={second}
              onPick={(id) => setPicked([first.id, id])}
            />
          </div>
          <CompareCurves networks={both} />
          <Differences networks={both} />
        </>
      )}
    </section>
  );
}

/** The first pair that was made in different ways, the shipped network last; undefined where there is none. */
function differing(networks: readonly ShownNetwork[]): readonly ShownNetwork[] | undefined {
  const ordered = networks.toSorted((a, b) => Number(a.id === shippedId) - Number(b.id === shippedId));
  const made = ({ provenance: { results: _, ...how } }: ShownNetwork) => JSON.stringify(how);
  for (const one of ordered) {
    const other = ordered.findLast((candidate) => made(candidate) !== made(one));
    if (other) return [one, other];
  }
  return undefined;
}
