import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import { samples } from '../../digits/samples.ts';
import type { Change } from '../../explain/smallest-change.ts';
import { t } from '../../language/language.ts';
import type { Unit } from '../../network/unit.ts';
import type { ExplorePlace } from '../../ui/explore-address.ts';
import type { ActivationSource, LiveFigure } from '../../ui/network/live-figure.ts';
import { SampleGallery } from '../../ui/samples/sample-gallery.tsx';
import { useTheme } from '../../ui/theme.ts';
import { ArithmeticTool } from './arithmetic/arithmetic-tool.tsx';
import { DigitMapTool } from './digit-map/digit-map-tool.tsx';
import type { ExplorePageProps } from './explore-props.ts';
import styles from './instrument.module.css';
import { LooksTool } from './looks/looks-tool.tsx';
import { useNetwork } from './use-network.ts';
import { useComparable } from './what-if/other-networks.ts';
import { WhatIfTool } from './what-if/what-if-tool.tsx';
import { WhyTool } from './why/why-tool.tsx';

interface InstrumentProps extends ExplorePageProps {
  readonly figure: LiveFigure;
  readonly source: ActivationSource;
  readonly tool: ExplorePlace;
  readonly onUnit: (unit: Unit) => void;
  readonly onSuggest: (change: Change | null) => void;
}

/** The instrument that the address names, for the drawing and the network of now. */
export function Instrument(props: InstrumentProps) {
  const { store, reader, explainer, place, figure, tool, operation, surgery, keep, onUnit, onSuggest } =
    props;
  const { base, changed } = useSyncExternalStore(surgery.subscribe, surgery.latest);
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  const theme = useTheme();
  const network = useNetwork(reader);
  const drawing = useStore(store, (state) => state.drawing);
  const { answering, others } = useComparable(props.kept, props.answering, props.shipped);
  if (tool.tool === 'arithmetic')
    return (
      <ArithmeticTool
        figure={figure}
        theme={theme}
        parameters={network?.parameters ?? null}
        unit={tool.unit}
        onUnit={onUnit}
        answered={reading?.answer.kind === 'digit'}
      />
    );
  if (tool.tool === 'map')
    return <DigitMapTool network={network} source={props.source} explainer={explainer} theme={theme} />;
  if (tool.tool === 'looks')
    return (
      <LooksTool
        network={base}
        unit={tool.unit}
        explainer={explainer}
        operation={operation}
        changed={changed}
        keep={keep}
      />
    );
  const dot = reading?.answer.kind === 'none' && reading.answer.reason === 'dot';
  if (!reading?.normalisation || !network || dot)
    return (
      <div className={styles.empty}>
        <p>
          {dot
            ? t`Too little ink to explain. Draw a digit, or try an example.`
            : t`Draw a digit, or try an example.`}
        </p>
        <SampleGallery samples={samples} onPick={store.getState().load} />
      </div>
    );
  if (tool.tool === 'what-if') {
    const { normalisation } = reading;
    const name = changed ? t`${answering}, changed` : answering;
    return <WhatIfTool {...{ network, name, drawing, reading, normalisation, explainer, others }} />;
  }
  return (
    <WhyTool
      network={network}
      explainer={explainer}
      store={store}
      drawing={drawing}
      reading={reading}
      theme={theme}
      place={tool}
      go={place.go}
      onUnit={onUnit}
      onSuggest={onSuggest}
    />
  );
}
