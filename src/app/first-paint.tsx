import { renderToStaticMarkup } from 'react-dom/server';
import card from '../../public/models/lenet5/card.json';
import styles from '../features/draw/draw-page.module.css';
import { DrawPaper, digitPromise } from '../features/draw/draw-paper.tsx';
import { createDrawingStore } from '../features/draw/drawing-store.ts';
import { ModelHead } from '../features/model/model-head.tsx';
import { parseCard } from '../measures/model-card.ts';
import { summary } from '../measures/model-card-words.ts';
import { DrawPad } from '../ui/draw-pad/draw-pad.tsx';
import pageStyles from '../ui/page/page.module.css';
import { PageHead } from '../ui/page/page-head.tsx';
import { pageWords } from '../ui/page/page-words.ts';
import { HeaderBar } from './header-bar.tsx';

/**
 * What is on the screen before the app's code has loaded: the header, and the empty paper of the Draw page or the first
 * words of another. `tools/first-paint.ts` writes it into index.html, the style sheets show it as public/first.js says,
 * and the app then takes its place with the same picture.
 */
export function firstPaintMarkup(): string {
  const store = createDrawingStore();
  return renderToStaticMarkup(
    <div id="first-paint">
      <HeaderBar route={null} />
      {/* Before the paper: what the parser reaches first is painted first. */}
      {Object.entries(pageWords).map(([page, words]) => (
        <div key={page} data-page={page} className={pageStyles.frame}>
          {page === 'model' ? <ModelHead /> : <PageHead {...words()} />}
          {page === 'model' && <p className={pageStyles.summary}>{summary(parseCard(card))}</p>}
        </div>
      ))}
      <div id="first-paper" className={styles.page} inert>
        <div className={styles.desk}>
          <DrawPaper store={store} paper="digit" onChoosePaper={nothing} actions={noActions}>
            <DrawPad store={store} promise={digitPromise()} />
          </DrawPaper>
        </div>
      </div>
    </div>,
  );
}

const nothing = () => {};
const noActions = { onSavePng: nothing, onCopyLink: nothing, onOpenPicture: nothing };
