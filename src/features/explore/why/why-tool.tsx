import { useEffect, useMemo, useState } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { Drawing } from '../../../digits/drawing/drawing.ts';
import { decisionOf } from '../../../explain/deciding-units.ts';
import type { InkPlace } from '../../../explain/occlusion.ts';
import type { Pair } from '../../../explain/pair.ts';
import type { Change } from '../../../explain/smallest-change.ts';
import type { Explainer } from '../../../lab/explaining/client.ts';
import type { InkReasons } from '../../../lab/explaining/contract.ts';
import type { Reading } from '../../../lab/reading/contract.ts';
import { formatPercent, formatValue } from '../../../lib/format.ts';
import type { Network } from '../../../network/architecture.ts';
import type { KnowingNetwork } from '../../../network/energy.ts';
import { digitClasses } from '../../../network/labels.ts';
import type { Unit } from '../../../network/unit.ts';
import type { Theme } from '../../../pictures/colour-scales.ts';
import { inkField } from '../../../pictures/ink-field.ts';
import { Select } from '../../../ui/controls/select.tsx';
import type { ExplorePlace } from '../../../ui/explore-address.ts';
import { whileWanted } from '../../../ui/while-wanted.ts';
import type { PaperModel } from '../paper-model.ts';
import { useNewest } from '../use-newest.ts';
import { ColouredInk } from './coloured-ink.tsx';
import { DecidingUnits } from './deciding-units.tsx';
import { Suggestion } from './suggestion.tsx';
import styles from './why-tool.module.css';
import { leadText, partText } from './words.ts';

interface WhyToolProps {
  readonly network: KnowingNetwork;
  readonly store: StoreApi<PaperModel>;
  readonly explainer: Explainer;
  readonly drawing: Drawing;
  readonly reading: Reading;
  readonly theme: Theme;
  readonly place: ExplorePlace;
  readonly go: (change: Partial<ExplorePlace>) => void;
  readonly onUnit: (unit: Unit) => void;
  readonly onSuggest: (change: Change | null) => void;
}

/** Parts of the ink that are told in words. */
const toldParts = 3;

/** Why the network reads this digit and not that one. */
export function WhyTool(props: WhyToolProps) {
  const { network, explainer, store, drawing, reading, theme, place, go, onUnit, onSuggest } = props;
  const pair = usePair(reading, place);
  const { normalisation } = reading;
  const known = useReasons(explainer, network, reading, pair);
  const reasons = known && 'found' in known ? known : null;
  const decision = useMemo(
    () => decisionOf(network, reading.activations, pair),
    [network, reading.activations, pair],
  );
  const means = useMeans(explainer, network, decision.layer);
  const fields = useMemo(
    () =>
      reasons && {
        occlusion: inkField(reasons.found.occlusion.pixels, reasons.digit, false),
        integrated: inkField(reasons.found.integrated.pixels, reasons.digit, true),
      },
    [reasons],
  );
  const choose = (change: Partial<Pair>) => {
    const next = { ...pair, ...change };
    // The other digit asked about twice: the two change places.
    if (next.digit === next.rival) go({ digit: pair.rival, rival: pair.digit });
    else go(next);
  };
  const { digit, rival } = pair;
  const read = reading.answer.kind === 'digit' ? reading.answer.digit : null;
  return (
    <div className={styles.tool}>
      <div className={styles.question}>
        <Select
          label="Why"
          layout="inline"
          options={options}
          value={String(digit)}
          onChange={(one) => choose({ digit: Number(one) })}
        />
        <Select
          label="and not"
          layout="inline"
          options={options}
          value={String(rival)}
          onChange={(one) => choose({ rival: Number(one) })}
        />
        <p className={styles.lead} data-testid="lead">
          {leadText(pair, decision.lead)}
        </p>
      </div>
      <section className={styles.ink} aria-label="In the ink">
        <p className={styles.legend}>
          <span className={styles.for}>speaks for {digit}</span>
          <span className={styles.against}>speaks for {rival}</span>
        </p>
        {known && 'failure' in known && <p role="alert">The ink could not be explained: {known.failure}</p>}
        <div className={styles.pictures}>
          <figure className={styles.method}>
            {normalisation && fields && reasons ? (
              <ColouredInk
                drawing={drawing}
                normalisation={normalisation}
                field={fields.occlusion}
                theme={theme}
                label={`Hide it and look: the ink in colours, what speaks for ${digit} and what for ${rival}`}
              />
            ) : (
              <span className={styles.room} />
            )}
            <figcaption>
              <b>Hide it and look</b> Each patch of 5 × 5 pixels is covered in turn, and the lead measured
              again (occlusion).
            </figcaption>
          </figure>
          <figure className={styles.method}>
            {normalisation && fields && reasons ? (
              <ColouredInk
                drawing={drawing}
                normalisation={normalisation}
                field={fields.integrated}
                theme={theme}
                label={`Along the way from blank paper: the ink in colours, what speaks for ${digit} and what for ${rival}`}
              />
            ) : (
              <span className={styles.room} />
            )}
            <figcaption>
              <b>Along the way from blank paper</b> What each pixel adds while the ink fades in (integrated
              gradients). <span data-testid="residue">{reasons && sumText(reasons.found)}</span>
            </figcaption>
          </figure>
        </div>
        <ul className={styles.parts} data-testid="ink-parts">
          {(reasons?.found.occlusion.parts ?? [])
            .toSorted((a, b) => Math.abs(b.fall) - Math.abs(a.fall))
            .slice(0, toldParts)
            .map(({ place: where, fall }) => (
              <li key={where satisfies InkPlace}>{partText(where, fall, pair)}</li>
            ))}
        </ul>
      </section>
      <Suggestion
        network={network}
        explainer={explainer}
        store={store}
        revision={reading.revision}
        from={read}
        to={read === digit ? rival : digit}
        onSuggest={onSuggest}
      />
      <DecidingUnits decision={decision} pair={pair} means={means} onUnit={onUnit} />
    </div>
  );
}

const options = digitClasses.map((digit) => ({ value: String(digit), label: String(digit) }));

/** The two digits: those of the address, else the likeliest and the one that comes closest to it. */
function usePair({ answer, activations }: Reading, { digit: asked, rival }: ExplorePlace): Pair {
  const order = useMemo(() => {
    // An empty paper has no probabilities of its own; the network's last ten values are what it computes from it.
    const shares = activations.subarray(activations.length - digitClasses.length);
    return digitClasses.toSorted((a, b) => (shares[b] as number) - (shares[a] as number));
  }, [activations]);
  const digit = asked ?? (answer.kind === 'digit' ? answer.digit : (order[0] ?? 0));
  const other = rival ?? order.find((one) => one !== digit) ?? 1;
  return useMemo(() => ({ digit, rival: other }), [digit, other]);
}

function useReasons(explainer: Explainer, { parameters }: Network, { normalisation }: Reading, pair: Pair) {
  const digit = normalisation?.digit ?? null;
  const question = useMemo(() => digit && { parameters, digit, pair }, [parameters, digit, pair]);
  const ask = useMemo(
    () => (asked: NonNullable<typeof question>) =>
      explainer.inkReasons(asked.parameters, asked.digit, asked.pair),
    [explainer],
  );
  const answered = useNewest(question, ask);
  if (!answered || !digit) return null;
  if ('failure' in answered) return answered;
  return { digit: answered.question.digit, found: answered.answer };
}

/** A network that learns changes many times a second: what its units usually say is asked of one that stays. */
const stayMs = 1_000;

/** The mean of each unit of a layer for each class; null until they are known of this network. */
function useMeans(explainer: Explainer, network: Network, layer: string): Float32Array | null {
  const [known, setKnown] = useState<{ readonly of: Network; readonly means: Float32Array | null } | null>(
    null,
  );
  useEffect(() => {
    let stop = () => {};
    const timer = setTimeout(() => {
      // The table goes without them where there are none.
      const asked = explainer.classMeans(network.parameters, layer).catch(() => null);
      stop = whileWanted(asked, (means) => setKnown({ of: network, means }));
    }, stayMs);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [explainer, network, layer]);
  return known?.of === network ? known.means : null;
}

function sumText({ integrated }: InkReasons): string {
  const sum = integrated.pixels.reduce((total, one) => total + one, 0);
  return `They add up to ${formatValue(sum)} of ${formatValue(integrated.difference)}: ${formatPercent(integrated.residue, 2)} left over.`;
}
