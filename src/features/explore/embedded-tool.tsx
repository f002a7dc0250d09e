import { useEffect, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand/react';
import type { Change } from '../../explain/smallest-change.ts';
import { t } from '../../language/language.ts';
import { useReader } from '../../ui/answering/use-reader.ts';
import { EmbeddedPaper } from '../../ui/embedded/embedded-paper.tsx';
import { NoticeBar } from '../../ui/notices/notice-bar.tsx';
import { Part } from '../../ui/part/part.tsx';
import styles from './embedded-tool.module.css';
import { type ExplorePageProps, isOfUnit, toolTitle } from './explore-props.ts';
import { Instrument } from './instrument.tsx';
import { SuggestedInk } from './suggested-ink.tsx';
import { UnitChoice } from './unit-choice.tsx';
import { useFigure } from './use-figure.ts';
import { useArchitecture } from './use-network.ts';

/** One instrument of the Explore page as another site shows it, with a paper to draw on. */
export function EmbeddedTool(props: ExplorePageProps) {
  const { store, reader, place: places } = props;
  const place = useSyncExternalStore(places.subscribe, places.latest);
  const { drawing, notice, dismissNotice } = useStore(store);
  const source = useReader(reader, store);
  const architecture = useArchitecture(reader);
  const figure = useFigure(architecture, source);
  const [suggested, setSuggested] = useState<Change | null>(null);
  useEffect(() => reader.start(), [reader]);
  useEffect(() => {
    const leaving = new AbortController();
    places.follow(leaving.signal);
    return () => leaving.abort();
  }, [places]);
  return (
    <main className={styles.page}>
      <h1 className="visually-hidden">{toolTitle(place.tool)}</h1>
      <EmbeddedPaper store={store} reader={reader}>
        {suggested && <SuggestedInk drawing={drawing} change={suggested} />}
      </EmbeddedPaper>
      <section className={styles.instrument} aria-label={t`Instrument`}>
        {isOfUnit(place.tool) && (
          <UnitChoice architecture={architecture} unit={place.unit} onUnit={(unit) => places.go({ unit })} />
        )}
        <Part name={t`The instrument`} resetKey={place}>
          <Instrument
            {...props}
            figure={figure}
            source={source}
            tool={place}
            onUnit={(unit) => places.go({ unit, tool: 'arithmetic' })}
            onSuggest={setSuggested}
          />
        </Part>
      </section>
      <NoticeBar text={notice} onDismiss={dismissNotice} />
    </main>
  );
}
