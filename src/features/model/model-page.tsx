import type { ReactNode } from 'react';
import { kindTitle } from '../../digits/synthesis/titles.ts';
import { t } from '../../language/language.ts';
import { appVersion } from '../../lib/app-version.ts';
import { formatCount, formatPercent } from '../../lib/format.ts';
import { formatList } from '../../lib/format-words.ts';
import { largest } from '../../lib/lists.ts';
import type { ModelCard } from '../../measures/model-card.ts';
import {
  errorText,
  fragmentsText,
  reproduction,
  summary,
  trainedOn,
  weaknesses,
} from '../../measures/model-card-words.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { Button } from '../../ui/controls/button.tsx';
import page from '../../ui/page/page.module.css';
import { tx } from '../../ui/page/tx.ts';
import { Part } from '../../ui/part/part.tsx';
import { ReliabilityDiagram } from '../../ui/reliability/reliability-diagram.tsx';
import { HistorySection } from './history-section.tsx';
import { LayersPicture } from './layers-picture.tsx';
import { ModelHead } from './model-head.tsx';
import styles from './model-page.module.css';
import { ShareTable } from './share-table.tsx';
import { StyleTable } from './style-table.tsx';
import { useCard } from './use-card.ts';

/** The model card of the shipped network: what it learned from, how well it reads, and what it is bad at. */
export function ModelPage({ cardUrl }: { readonly cardUrl: string }) {
  const { state, retry } = useCard(cardUrl);
  return (
    <main className={styles.page} aria-busy={state.kind === 'loading'} data-testid="model-card">
      <ModelHead />
      {state.kind === 'failed' && (
        <div className={styles.failure} role="alert">
          <p>{t`The model card could not be loaded: ${state.reason}`}</p>
          <Button onClick={retry}>{t`Try again`}</Button>
        </div>
      )}
      {state.kind === 'here' && <Card card={state.card} />}
      {state.kind !== 'loading' && (
        <p className={styles.version}>
          LeNet Lab {appVersion}, <a href="#/changes">{t`what is new`}</a>
        </p>
      )}
    </main>
  );
}

function Card({ card }: { readonly card: ModelCard }) {
  const { test, strokes, noDigits } = card;
  const scale = scaleOf([
    ...[...strokes.digits, ...strokes.collections].map(({ total, right }) => 1 - right / total),
    ...noDigits.map(({ total, refused }) => 1 - refused / total),
  ]);
  return (
    <>
      <section className={styles.lead} aria-label={t`In short`}>
        <p className={page.summary}>{summary(card)}</p>
        <LayersPicture architecture={lenet5} />
      </section>
      <section className={styles.figures} aria-label={t`How well it reads`}>
        <Figure name={t`MNIST’s test images`} right={test.right} total={test.total}>
          {t`Error ${errorText(test)} (Wilson). ${formatPercent(test.refused / test.total, 2)} would be rejected as non-digits.`}
        </Figure>
        <Figure name={t`Pen digits of ${strokes.writers} people`} right={strokes.right} total={strokes.total}>
          {t`Error ${errorText(strokes)}. ${formatPercent(strokes.refused / strokes.total, 2)} are rejected, which counts as wrong here. Digits of one writer are alike, so the true interval is wider.`}{' '}
          {fragmentsText(card)}
        </Figure>
      </section>
      <section className={styles.words}>
        <h2>{t`What it is`}</h2>
        <List lines={trainedOn(card)} />
        <p className={styles.digest}>
          {tx`SHA-256 of its weights ${<code translate="no">{card.weightsSha256}</code>}`}
        </p>
      </section>
      <section className={styles.words}>
        <h2>{t`What it is bad at`}</h2>
        <List lines={weaknesses(card)} />
      </section>
      <section className={styles.tables}>
        <ShareTable
          caption={t`Pen digits by digit`}
          head={t`Digit`}
          rows={strokes.digits.map(({ digit, total, right }) => ({
            name: String(digit),
            count: right,
            total,
          }))}
          shareName={t`Right`}
          restName={t`Misread`}
          scale={scale}
        />
        <div className={styles.column}>
          <ShareTable
            caption={t`Pen digits by collection`}
            head={t`Donor of UNIPEN`}
            rows={strokes.collections.map(({ name, total, right }) => ({
              name: formatList(name.split(/, | and /)),
              count: right,
              total,
            }))}
            shareName={t`Right`}
            restName={t`Misread`}
            scale={scale}
          />
          <ShareTable
            caption={t`Non-digits`}
            head={t`Drawings`}
            rows={noDigits.map(({ kind, total, refused }) => ({
              name: kindTitle(kind),
              count: refused,
              total,
            }))}
            shareName={t`Rejected`}
            restName={t`Missed`}
            scale={scale}
          />
        </div>
      </section>
      <section className={styles.tables}>
        <Part name={t`The diagram of confidences on test images`}>
          <ReliabilityDiagram
            calibration={test.calibration}
            label={t`Test images`}
            refused={test.refused}
            asked={test.total}
          />
        </Part>
        <Part name={t`The diagram of confidences on pen strokes`}>
          <ReliabilityDiagram
            calibration={strokes.calibration}
            label={t`Pen digits`}
            refused={strokes.refused}
            asked={strokes.total}
          />
        </Part>
      </section>
      <Part name={t`The table of styles`}>
        <StyleTable styles={card.styles} />
      </Part>
      <section className={styles.words}>
        <h2>{t`How to reproduce it`}</h2>
        <dl className={styles.commands}>
          {reproduction(card).map(({ command, does }) => (
            <div key={command}>
              <dt>
                <code translate="no">{command}</code>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className={styles.words} aria-label={t`1998 and today`}>
        <HistorySection card={card} />
      </section>
    </>
  );
}

/** One scale for the bars of all tables: the largest share, up to the next 5 %. */
function scaleOf(shares: readonly number[]): number {
  const step = 0.05;
  return step * Math.ceil(largest(shares, step) / step);
}

interface FigureProps {
  readonly name: string;
  readonly right: number;
  readonly total: number;
  readonly children: ReactNode;
}

function Figure({ name, right, total, children }: FigureProps) {
  return (
    <div className={styles.figure}>
      <h2>{name}</h2>
      <p className={styles.large} translate="no">
        {formatPercent(right / total, 2)}
      </p>
      <p>
        {t`${formatCount(right)} of ${formatCount(total)} right.`} {children}
      </p>
    </div>
  );
}

function List({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
