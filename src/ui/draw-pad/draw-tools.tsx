import { useRef } from 'react';
import { isEmpty } from '../../digits/drawing/drawing.ts';
import { t } from '../../language/language.ts';
import { IconButton } from '../controls/button.tsx';
import { Segmented, type SegmentedOption } from '../controls/segmented.tsx';
import { Slider } from '../controls/slider.tsx';
import { brushWidths } from './brush.ts';
import styles from './draw-tools.module.css';
import { onMac } from './keyboard-input.ts';
import type { DrawingModelStore, Tool } from './model.ts';
import { useModel } from './use-model.ts';

/** What the file field offers; other pictures are refused with a sentence. */
const pictureTypes = 'image/png,image/jpeg,image/gif,image/webp,image/bmp';

interface DrawActionsProps {
  readonly store: DrawingModelStore;
  /** Pages without them have no button for them. */
  readonly onCopyLink?: () => void;
  readonly onSavePng?: () => void;
  readonly onOpenPicture?: (file: File) => void;
  /** Takes the part of the page that other sites can show. */
  readonly onCopyEmbed?: () => void;
  /** Whether they stand upright beside a wide page's paper. */
  readonly upright?: boolean;
}

const tools = (): readonly SegmentedOption<Tool>[] => [
  { value: 'pen', label: t`Pen`, icon: 'pen', shortcut: 'P' },
  { value: 'eraser', label: t`Eraser`, icon: 'eraser', shortcut: 'E' },
];

const shortcuts = () => ({
  undo: { shown: onMac ? '⌘Z' : t`Ctrl+Z`, aria: 'Control+Z Meta+Z' },
  redo: { shown: onMac ? '⇧⌘Z' : t`Ctrl+Y`, aria: 'Control+Y Control+Shift+Z Meta+Shift+Z' },
  clear: { shown: onMac ? '⌘⌫' : t`Ctrl+Del`, aria: 'Control+Delete Meta+Backspace' },
});

/** What the paper is worked with: pen or eraser, and how broad. */
export function DrawTools({ store }: { readonly store: DrawingModelStore }) {
  const tool = useModel(store, (model) => model.tool);
  const { setTool } = store.getState();
  return (
    <fieldset className={styles.tools} aria-label={t`Drawing tools`}>
      <Segmented label={t`Tool`} options={tools()} value={tool} onChange={setTool} />
      <BrushSlider store={store} />
    </fieldset>
  );
}

/** What is done to the drawing: steps back and forth, ways out and in. */
export function DrawActions(props: DrawActionsProps) {
  const { store, onSavePng, onCopyLink, onCopyEmbed, onOpenPicture, upright = false } = props;
  const canUndo = useModel(store, (model) => model.canUndo);
  const canRedo = useModel(store, (model) => model.canRedo);
  const empty = useModel(store, (model) => isEmpty(model.drawing));
  const { undo, redo, clear } = store.getState();
  const keys = shortcuts();
  const fileField = useRef<HTMLInputElement>(null);
  return (
    <fieldset className={styles.actions} data-upright={upright} aria-label={t`Drawing`}>
      <div className={styles.group}>
        <IconButton label={t`Undo`} icon="undo" shortcut={keys.undo} disabled={!canUndo} onClick={undo} />
        <IconButton label={t`Redo`} icon="redo" shortcut={keys.redo} disabled={!canRedo} onClick={redo} />
        {/* Never disabled: whoever clears does not want to know whether there was anything. */}
        <IconButton label={t`Clear`} icon="clear" shortcut={keys.clear} quiet={empty} onClick={clear} />
      </div>
      <div className={styles.group}>
        {onSavePng && <IconButton label={t`Save as PNG`} icon="save" disabled={empty} onClick={onSavePng} />}
        {onCopyLink && <IconButton label={t`Copy link`} icon="link" disabled={empty} onClick={onCopyLink} />}
        {onCopyEmbed && (
          <span className={styles.roomy}>
            <IconButton label={t`Copy embed code`} icon="embed" onClick={onCopyEmbed} />
          </span>
        )}
        {onOpenPicture && (
          <>
            <IconButton label={t`Open picture…`} icon="picture" onClick={() => fileField.current?.click()} />
            <input
              ref={fileField}
              type="file"
              accept={pictureTypes}
              hidden
              onChange={(event) => {
                const file = event.currentTarget.files?.[0];
                // The same file again is a change again.
                event.currentTarget.value = '';
                if (file) onOpenPicture(file);
              }}
            />
          </>
        )}
      </div>
    </fieldset>
  );
}

function BrushSlider({ store }: { readonly store: DrawingModelStore }) {
  const width = useModel(store, (model) => model.brushWidth);
  const { min, max } = brushWidths;
  const dotPx = 4 + 2 * Math.round((10 * (width - min)) / (max - min));
  return (
    <Slider
      label={t`Brush size`}
      min={min}
      max={max}
      step={16}
      value={width}
      onChange={store.getState().setBrushWidth}
      valueText={`${Math.round((100 * (width - min)) / (max - min))} %`}
      preview={
        <span className={styles.preview} aria-hidden="true">
          <span style={{ inlineSize: dotPx, blockSize: dotPx }} />
        </span>
      }
    />
  );
}
