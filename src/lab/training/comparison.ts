import type { DigitSource } from '../../data/sources/digit-source.ts';
import { type Pair, type RunEvent, type Side, sides } from '../../run/contract.ts';
import { TrainingSession } from '../../run/session.ts';
import type { DataSets, SessionParts } from '../../run/session-parts.ts';
import type { RunSettings } from '../../run/settings/run-settings.ts';
import type { RunStore } from '../../run/store/run-store.ts';

/** What a session of a comparison has in common with the page's own. */
export type SharedParts = Pick<
  SessionParts,
  'openTrainer' | 'openViewer' | 'newRunId' | 'now' | 'date' | 'breathe'
>;

interface ComparisonParts extends SharedParts {
  /** What both are trained on, unless their settings ask for other handwriting. */
  readonly source: DigitSource;
  /** As in DataSets. */
  readonly sourceFor: DataSets['forSettings'];
  /** Digit that both are watched with, 784 bytes; null for the usual one. */
  readonly probe: Uint8Array | null;
  readonly report: (side: Side, event: RunEvent) => void;
}

/**
 * Two sessions in one thread, which take turns several times a second, each on all the threads that there are:
 * both have the same share of the processor, and the images are in memory once.
 */
export class Comparison {
  private readonly data: Pair<SideData>;
  private readonly sessions: Pair<TrainingSession>;

  constructor(private readonly parts: ComparisonParts) {
    const { source, sourceFor } = parts;
    this.data = { a: new SideData(source, sourceFor), b: new SideData(source, sourceFor) };
    this.sessions = { a: this.session('a'), b: this.session('b') };
  }

  private session(side: Side): TrainingSession {
    const { source: _, sourceFor: __, probe, report, ...shared } = this.parts;
    const session = new TrainingSession({
      ...shared,
      data: this.data[side],
      store: notStored,
      holdRun: async () => ({ release: () => {} }),
      heldRuns: async () => new Set(),
      runReleased: () => new Promise(() => {}),
      report: (event) => {
        report(side, event);
        // A run that has been measured at its end needs no engine any more.
        if (event.type === 'testing' && event.share === null) void session.rest();
      },
    });
    if (probe) void session.setProbe(probe);
    return session;
  }

  async start(settings: Pair<RunSettings>): Promise<void> {
    await Promise.all(sides.map((side) => this.sessions[side].start(settings[side])));
  }

  /** Resolves once both have stopped and hold no engine. */
  pause(): Promise<void> {
    return this.both((session) => session.rest());
  }

  resume(): Promise<void> {
    return this.both((session) => session.resume());
  }

  stop(): Promise<void> {
    return this.both((session) => session.stop());
  }

  setProbe(digit: Uint8Array): Promise<void> {
    return this.both((session) => session.setProbe(digit));
  }

  setVisible(visible: boolean): void {
    void this.both(async (session) => session.setVisible(visible));
  }

  async close(): Promise<void> {
    await this.both(async (session) => {
      session.stopTest();
      await session.rest();
    });
    for (const side of sides) this.data[side].dispose();
  }

  get testDigits() {
    return this.parts.source.parts.test;
  }

  private async both(ask: (session: TrainingSession) => Promise<void>): Promise<void> {
    await Promise.all(sides.map((side) => ask(this.sessions[side])));
  }
}

/** The data of one side: what both share, or other handwriting that its settings ask for. */
class SideData implements DataSets {
  private own: DigitSource | null = null;

  constructor(
    private readonly shared: DigitSource,
    readonly forSettings: DataSets['forSettings'],
  ) {}

  get open(): DigitSource {
    return this.own ?? this.shared;
  }

  forRun(): DigitSource {
    return this.open;
  }

  use(source: DigitSource): void {
    if (source !== this.shared) this.own = source;
  }

  dispose(): void {
    this.own?.dispose();
  }
}

/** Each session holds its last good state in memory; nothing is found again after a reload. */
const notStored: RunStore = {
  save: async () => ({ ok: true }),
  adopt: async () => refused,
  load: async () => refused,
  list: async () => [],
  damaged: async () => [],
  moments: async () => [],
  moment: async () => null,
  remove: async () => {},
  close: () => {},
};
const refused = { ok: false, reason: 'runs of a comparison are not stored' } as const;
