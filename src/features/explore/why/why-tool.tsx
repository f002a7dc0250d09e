import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { Drawing } from '../../../digits/drawing/drawing.ts';
import { decisionOf } from '../../../explain/deciding-units.ts';
import type { Pair } from '../../../explain/pair.ts';
import type { Change } from '../../../explain/smallest-change.ts';
import type { Explainer } from '../../../lab/explaining/client.ts';
import type { Reading } from '../../../lab/reading/contract.ts';
import { t } from '../../../language/language.ts';
import type { Network } from '../../../network/architecture.ts';
import type { KnowingNetwork } from '../../../network/energy.ts';
import { digitClasses } from '../../../network/labels.ts';
import type { Unit } from '../../../network/unit.ts';
import type { Theme } from '../../../pictures/colour-scales.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import type { ExplorePlace } from '../../../ui/explore-address.ts';
import { WordsHere } from '../../../ui/glossary/words-here.tsx';
import { whileWanted } from '../../../ui/while-wanted.ts';
import type { PaperModel } from '../paper-model.ts';
import { useNewest } from '../use-newest.ts';
import { DecidingUnits } from './deciding-units.tsx';
import { InkParts, InkPictures, type KnownReasons } from './ink-reasons.tsx';
import { Suggestion } from './suggestion.tsx';
import styles from './why-tool.module.css';
import { leadText } from './words.ts';

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

/** Why the network reads this digit and not that one. */
export function WhyTool(props: WhyToolProps) {
  const { network, explainer, store, drawing, reading, theme, place, go, onUnit, onSuggest } = props;
  const pair = usePair(reading, place);
  const { known, failure } = useReasons(explainer, network, drawing, reading, pair);
  const decision = useMemo(
    () => decisionOf(network, reading.activations, pair),
    [network, reading.activations, pair],
  );
  const means = useMeans(explainer, network, decision.layer);
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
          label={t`Why`}
          layout="inline"
          options={options}
          value={String(digit)}
          onChange={(one) => choose({ digit: Number(one) })}
        />
        <Select
          label={t`and not`}
          layout="inline"
          options={options}
          value={String(rival)}
          onChange={(one) => choose({ rival: Number(one) })}
        />
        {(place.digit !== null || place.rival !== null) && (
          <Button onClick={() => go({ digit: null, rival: null })}>{t`Answer and runner-up`}</Button>
        )}
        <p className={styles.lead} data-testid="lead">
          {leadText(pair, decision.lead)}
        </p>
      </div>
      {read === null && (
        <p>{t`The network does not read this drawing as a digit. These are the two closest.`}</p>
      )}
      {failure !== null && <p role="alert">{t`The explanation failed: ${failure}`}</p>}
      <div className={styles.reasons}>
        <InkPictures pair={pair} known={known} theme={theme} />
        <div className={styles.told}>
          <InkParts known={known} />
          <Suggestion
            network={network}
            explainer={explainer}
            store={store}
            revision={reading.revision}
            from={read}
            to={read === digit ? rival : digit}
            onSuggest={onSuggest}
          />
        </div>
      </div>
      <WordsHere names={['logit', 'softmax', 'gradient', 'unit', 'weight']} />
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

function useReasons(
  explainer: Explainer,
  { parameters }: Network,
  drawing: Drawing,
  { normalisation }: Reading,
  pair: Pair,
): { readonly known: KnownReasons | null; readonly failure: string | null } {
  const newest = useRef(drawing);
  newest.current = drawing;
  const question = useMemo(
    () => normalisation && { parameters, drawing: newest.current, normalisation, pair },
    [parameters, normalisation, pair],
  );
  const ask = useCallback(
    (asked: NonNullable<typeof question>) =>
      explainer.inkReasons(asked.parameters, asked.normalisation.digit, asked.pair),
    [explainer],
  );
  const answered = useNewest(question, ask);
  return useMemo(() => {
    if (!answered) return { known: null, failure: null };
    if ('failure' in answered) return { known: null, failure: answered.failure };
    return { known: { ...answered.question, found: answered.answer }, failure: null };
  }, [answered]);
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
