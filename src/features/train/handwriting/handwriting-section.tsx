import { useEffect, useState } from 'react';
import { useStore } from 'zustand/react';
import { syntheticName } from '../../../data/sources/synthetic-source.ts';
import { normalise } from '../../../digits/raster/normalise.ts';
import { digitsWithout, stylesBut, switched } from '../../../digits/synthesis/style-choice.ts';
import { styleNames } from '../../../digits/synthesis/styles.ts';
import type { SyntheticDigit } from '../../../digits/synthesis/synthesise.ts';
import { t } from '../../../language/language.ts';
import { plural } from '../../../language/plural.ts';
import { formatPercent } from '../../../lib/format.ts';
import { formatList } from '../../../lib/format-words.ts';
import { rowsIn } from '../../../run/settings/rows.ts';
import { settingsTable } from '../../../run/settings/settings-table.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import { tx } from '../../../ui/page/tx.ts';
import { laterHints, SettingControls } from '../settings/setting-controls.tsx';
import type { TrainModel } from '../train-model.ts';
import styles from './handwriting-panel.module.css';
import { SampleSheet } from './sample-sheet.tsx';
import { StyleBoard } from './style-board.tsx';

/** Styles are chosen one after the other; the data are written anew when one is done. */
const restMs = 500;

/** Handwriting that nobody wrote, all of the data or mixed in: how much, in which styles, and what it looks like. */
export function HandwritingSection({ model }: { readonly model: TrainModel }) {
  const { client, probe } = model;
  const { settings, change: onChange } = useStore(model.settings);
  const alone = useStore(client.store, ({ data }) => data?.name === syntheticName);
  const underWay = useStore(client.store, ({ status }) => status.goesOn);
  const resting = useStore(client.store, ({ status }) => status.runId === null);
  const { syntheticShare, stylesOff } = settings;
  // A run keeps the data that it has; the next one begins with the styles of then.
  useEffect(() => {
    if (!alone || !resting) return;
    const timer = setTimeout(() => client.takeSource('synthetic', stylesOff), restMs);
    return () => clearTimeout(timer);
  }, [client, alone, resting, stylesOff]);

  const pick = ({ style, drawing }: SyntheticDigit) => {
    const digit = normalise(drawing)?.digit;
    if (digit) probe.getState().pick(digit, t`Synthetic ${style}`);
  };
  const used = alone || syntheticShare > 0;
  // A run wants the room: its curves are below.
  const [chosen, setOpen] = useState<boolean | null>(null);
  const open = chosen ?? (used && resting);
  const on = stylesBut(stylesOff).length;
  const change = (names: readonly string[], to: boolean) =>
    onChange({ stylesOff: switched(stylesOff, names, to) });
  const count = on === styleNames.length ? t`all ${on} styles` : t`${on} of ${styleNames.length} styles`;
  return (
    <section className={styles.panel} aria-label={t`Synthetic handwriting`} data-testid="handwriting">
      <Disclosure
        open={open}
        onToggle={setOpen}
        summary={
          <span>
            {alone
              ? tx`Synthetic handwriting: ${<b>{count}</b>}`
              : tx`Synthetic handwriting mixed in: ${<b>{used ? `${formatPercent(syntheticShare, 0)}, ${count}` : t`none`}</b>}`}
          </span>
        }
      >
        {open && (
          <div className={styles.content}>
            {!alone && <SettingControls rows={rowsIn('handwriting')} {...{ settings, onChange, underWay }} />}
            <SampleSheet stylesOff={stylesOff} onPick={pick} />
            <div className={styles.styles}>
              <div className={styles.head}>
                <h4>{settingsTable.stylesOff.label}</h4>
                <Button disabled={on === styleNames.length} onClick={() => change(styleNames, true)}>
                  {t`All on`}
                </Button>
                <Button disabled={on === 0} onClick={() => change(styleNames, false)}>
                  {t`All off`}
                </Button>
                {underWay && <span className={styles.note}>{laterHints[settingsTable.stylesOff.next]}</span>}
              </div>
              <StyleBoard off={stylesOff} onSwitch={change} />
              <Missing off={stylesOff} used={used} />
            </div>
          </div>
        )}
      </Disclosure>
    </section>
  );
}

/** What being off means, in words: a digit without a style, and no style at all. */
function Missing({ off, used }: { readonly off: readonly string[]; readonly used: boolean }) {
  const missing = digitsWithout(off);
  if (missing.length === 10) {
    return (
      <p className={styles.missing} role={used ? 'alert' : undefined}>
        {used
          ? t`No handwriting styles are switched on, so a run will not start.`
          : t`No handwriting styles are switched on, so nothing can be mixed in.`}
      </p>
    );
  }
  const named = formatList(missing.map(String));
  return (
    <p className={styles.missing}>
      {missing.length > 0
        ? plural(
            missing.length,
          )`${named} has no style switched on and will not be generated. The other digits appear equally often. | ${named} have no style switched on and will not be generated. The other digits appear equally often.`
        : t`Every digit appears equally often, in the styles that are switched on.`}
    </p>
  );
}
