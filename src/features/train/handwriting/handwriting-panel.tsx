import { useState } from 'react';
import { digitsWithout, stylesBut, switched } from '../../../digits/synthesis/style-choice.ts';
import { styleNames } from '../../../digits/synthesis/styles.ts';
import type { SyntheticDigit } from '../../../digits/synthesis/synthesise.ts';
import { formatPercent } from '../../../lib/format.ts';
import { rowsIn } from '../../../run/settings/rows.ts';
import type { RunSettings } from '../../../run/settings/run-settings.ts';
import { settingsTable } from '../../../run/settings/settings-table.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import { laterHints, SettingControls } from '../settings/setting-controls.tsx';
import styles from './handwriting-panel.module.css';
import { SampleSheet } from './sample-sheet.tsx';
import { StyleBoard } from './style-board.tsx';

interface HandwritingPanelProps {
  readonly settings: RunSettings;
  readonly onChange: (part: Partial<RunSettings>) => void;
  /** Whether all of the data is synthetic handwriting; otherwise it can be mixed in. */
  readonly alone: boolean;
  /** Whether a run is under way: its styles stay as it began with them. */
  readonly underWay: boolean;
  /** Shows a digit to the network. */
  readonly onPick: (digit: SyntheticDigit) => void;
}

/** Handwriting that nobody wrote: how much of it is mixed in, in which styles, and what it looks like. */
export function HandwritingPanel({ settings, onChange, alone, underWay, onPick }: HandwritingPanelProps) {
  const { syntheticShare, stylesOff } = settings;
  const used = alone || syntheticShare > 0;
  const [open, setOpen] = useState(used);
  const on = stylesBut(stylesOff).length;
  const change = (names: readonly string[], to: boolean) =>
    onChange({ stylesOff: switched(stylesOff, names, to) });
  const count = on === styleNames.length ? `all ${on} styles` : `${on} of ${styleNames.length} styles`;
  return (
    <section className={styles.panel} aria-label="Synthetic handwriting" data-testid="handwriting">
      <Disclosure
        open={open || used}
        onToggle={setOpen}
        summary={
          <span>
            {alone ? 'Synthetic handwriting: ' : 'Synthetic handwriting mixed in: '}
            <b>{alone ? count : used ? `${formatPercent(syntheticShare, 0)}, ${count}` : 'none'}</b>
          </span>
        }
      >
        {(open || used) && (
          <div className={styles.content}>
            {!alone && <SettingControls rows={rowsIn('handwriting')} {...{ settings, onChange, underWay }} />}
            <SampleSheet stylesOff={stylesOff} onPick={onPick} />
            <div className={styles.styles}>
              <div className={styles.head}>
                <h3>{settingsTable.stylesOff.label}</h3>
                <Button disabled={on === styleNames.length} onClick={() => change(styleNames, true)}>
                  All on
                </Button>
                <Button disabled={on === 0} onClick={() => change(styleNames, false)}>
                  All off
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
        No style is on, so there is nothing to write:{' '}
        {used ? 'a run will not start' : 'nothing can be mixed in'}.
      </p>
    );
  }
  const [last, ...others] = missing.toReversed();
  const named = others.length > 0 ? `${others.toReversed().join(', ')} and ${last}` : last;
  return (
    <p className={styles.missing}>
      {missing.length > 0
        ? `Without a style, ${named} ${missing.length > 1 ? 'are' : 'is'} never written; the other digits are, equally often.`
        : 'Every digit is written equally often, in its styles that are on.'}
    </p>
  );
}
