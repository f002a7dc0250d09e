import { useMemo, useState } from 'react';
import type { Drawing } from '../../../digits/drawing/drawing.ts';
import type { Normalisation } from '../../../digits/raster/normalisation.ts';
import { usualWay, type WhatIfWay, wayWith, whatIfInput } from '../../../explain/changed-drawing.ts';
import {
  neutralValues,
  type WhatIfId,
  type WhatIfMoment,
  whatIfChange,
  whatIfMoments,
} from '../../../explain/what-if.ts';
import type { ExplainingWorker } from '../../../lab/explaining/contract.ts';
import type { Reading } from '../../../lab/reading/contract.ts';
import { t } from '../../../language/language.ts';
import { largest } from '../../../lib/lists.ts';
import type { KnowingNetwork } from '../../../network/energy.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { ChangeSliders } from './change-sliders.tsx';
import { Diagram } from './diagram.tsx';
import { GivenDigit } from './given-digit.tsx';
import type { OtherNetwork } from './other-networks.ts';
import { useAnswer } from './use-answer.ts';
import { useDrawingCurve } from './use-drawing-curve.ts';
import { useRested } from './use-rested.ts';
import styles from './what-if-tool.module.css';
import { changesText, momentHint, readingText } from './words.ts';

interface WhatIfToolProps {
  /** The network that answers now. */
  readonly network: KnowingNetwork;
  readonly name: string;
  readonly drawing: Drawing;
  /** Of the unchanged drawing. */
  readonly reading: Reading;
  /** Of the same drawing. */
  readonly normalisation: Normalisation;
  readonly explainer: Pick<ExplainingWorker, 'forward' | 'drawingCurve' | 'robustness' | 'stopRobustness'>;
  /** Networks to compare with. */
  readonly others: readonly OtherNetwork[];
}

const moments = () =>
  whatIfMoments.map((value) => ({
    value,
    label: value === 'before' ? t`Before the normalisation` : t`After it`,
  }));

/** Changes the drawing by sliders, before or after its normalisation, and shows what becomes of the answer. */
export function WhatIfTool(props: WhatIfToolProps) {
  const { network, name, drawing, reading, normalisation, explainer, others } = props;
  const [way, setWay] = useState<WhatIfWay>(usualWay);
  const [chosen, setChosen] = useState<WhatIfId>('turn');
  const { parameters } = network;
  const input = useMemo(() => whatIfInput(drawing, normalisation, way), [drawing, normalisation, way]);
  const said = useAnswer(explainer, network, input.digit, way.values, normalisation);
  const { answer, failure } = said;
  const drawn = useDrawingCurve(explainer, parameters, drawing, way, chosen);
  const rested = useRested(parameters);
  const setValue = (id: WhatIfId, value: number) => {
    setChosen(id);
    setWay((before) => wayWith(before, { [id]: value }));
  };
  const change = whatIfChange(chosen);
  const digit = digitOf(reading);
  const sentence = answer ? readingText(changesText(said.values), answer) : '';
  return (
    <section className={styles.tool} aria-label={t`What if`} data-testid="what-if">
      <header className={styles.head}>
        <h2>{t`What if you had written it differently?`}</h2>
        <div className={styles.choices}>
          <Segmented<WhatIfMoment>
            label={t`When it is changed`}
            options={moments()}
            value={way.moment}
            onChange={(moment) => setWay({ ...way, moment })}
          />
          <Button pressed={way.straight} onClick={() => setWay({ ...way, straight: !way.straight })}>
            {t`As most demos do it`}
          </Button>
          <Button onClick={() => setWay({ ...way, values: neutralValues })}>{t`Reset`}</Button>
        </div>
        <p className={styles.hint}>{momentHint(way, chosen)}</p>
      </header>
      <div className={styles.result}>
        <GivenDigit input={input} answer={answer} />
        <p className={styles.sentence} data-testid="what-if-sentence">
          {failure === null ? sentence : t`It could not be read: ${failure}`}
        </p>
      </div>
      <div className={styles.columns}>
        <ChangeSliders values={way.values} chosen={chosen} onChoose={setChosen} onValue={setValue} />
        <Diagram
          explainer={explainer}
          change={change}
          value={way.values[chosen]}
          // A test digit has been normalised long ago: to skip that is to change it as it is.
          moment={way.straight ? 'after' : way.moment}
          drawn={drawn}
          digit={digit}
          answering={{ id: 'answering', name: t`${name} (answers)`, parameters: rested }}
          others={others}
          onValue={(value) => setValue(chosen, value)}
          sentence={sentence}
        />
      </div>
    </section>
  );
}

/** What the unchanged drawing is read as, or what comes closest where that is no digit. */
function digitOf({ answer }: Reading): number {
  if (answer.kind === 'digit') return answer.digit;
  return answer.probabilities.indexOf(largest(answer.probabilities));
}
