import type { Remote } from 'comlink';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { t, workerName } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import { type Forwarded, forwarding } from '../../lib/forwarded-calls.ts';
import { type Ask, WorkerEnded, WorkerService } from '../../lib/worker-service.ts';
import type { Pair, RunEvent, Side, TrainingWorker } from '../../run/contract.ts';
import type { RunSettings } from '../../run/settings/run-settings.ts';
import {
  type DeviceFacts,
  deviceKey,
  forgetEngineChoice,
  keepEngineChoice,
  readEngineChoice,
} from '../../storage/engine-choice.ts';
import type { KeyValueStore } from '../../storage/kept-drawing.ts';
import { emptyView, type TrainerView, viewAfter } from './view.ts';

export type { ProbeAnswer, TrainerView } from './view.ts';

/** What the page has of its own: beside some of the worker's calls it does something itself. */
interface PageMembers {
  readonly store: StoreApi<TrainerView>;
  /** Starts the worker, once; other calls start it too. */
  readonly open: () => void;
  readonly resume: () => void;
  readonly step: (settings: RunSettings) => void;
  /** 784 bytes. */
  readonly setProbe: (digit: Uint8Array) => void;
  /** Asked for again of every worker that is started. */
  readonly takeSource: (...source: Parameters<TrainingWorker['takeSource']>) => void;
  readonly showMoment: (step: number | null) => void;
  readonly dismissNotice: () => void;
  /** The two runs that are compared; null while there are none. */
  readonly comparison: StoreApi<{ readonly views: Pair<TrainerView> | null }>;
  readonly compare: (settings: Pair<RunSettings>) => void;
  readonly closeComparison: () => void;
  /** The worker's own calls, for tests; undefined while there is no worker. */
  readonly remote: () => Remote<TrainingWorker> | undefined;
  readonly dispose: () => void;
}

/**
 * The page's side of the training worker. All other calls are passed on as the contract has them; a notice
 * says why one failed. Each member may be handed on by itself.
 */
export type TrainerClient = PageMembers &
  Forwarded<Omit<TrainingWorker, keyof PageMembers | 'setVisible' | 'saveNow' | 'loseDevice'>>;

export interface TrainerOptions {
  /** Addresses that a file of MNIST follows, tried in order; the first is this site's own. */
  readonly mnist: readonly string[];
  /** Where the choice of Auto is kept; null where the browser forbids it. */
  readonly storage: KeyValueStore | null;
  /** What tells this device from another, but for its GPU, which the worker names. */
  readonly device: Omit<DeviceFacts, 'renderer'>;
}

/** A page that leaves waits this long at most for its run to be saved. */
const farewellMs = 400;

/** How long events wait where there are no frames. */
const hiddenFlushMs = 250;

export function createTrainer(options: TrainerOptions): TrainerClient {
  const { mnist, storage } = options;
  const store = createStore<TrainerView>()(() => emptyView);
  const comparison: PageMembers['comparison'] = createStore(() => ({ views: null }));
  /** Events of a comparison that was closed are dropped. */
  let comparisons = 0;
  let probe: Uint8Array | undefined;
  let source: Parameters<TrainingWorker['takeSource']> | undefined;
  /** Its key, known before the worker is opened. */
  let device = '';
  /** `open` has been answered: no other call comes before it. */
  let opened: Promise<void>;

  const service = new WorkerService<TrainingWorker>({
    create: () =>
      new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: workerName('trainer') }),
    began: (life) => {
      const report = service.listen(follow);
      opened = new Promise((resolve) =>
        service.rely(async (remote) => {
          device = deviceKey({ ...options.device, renderer: await remote.gpuName() });
          const chosen = storage && readEngineChoice(storage, device);
          if (chosen) store.setState({ auto: chosen });
          await remote.open({ mnist, cores: options.device.cores, chosen }, report);
        }, resolve),
      );
      const digit = probe;
      if (digit) void call((remote) => remote.setProbe(digit));
      const taken = source;
      if (taken) void call((remote) => remote.takeSource(...taken));
      document.addEventListener('visibilitychange', tellVisibility, { signal: life });
      window.addEventListener('pagehide', leave, { signal: life });
      window.addEventListener('online', tryAgain, { signal: life });
    },
    refused: fail,
    // The run's last seconds are gone with the worker; its checkpoint is offered by the next one.
    failed: (reason) => {
      const lost = store.getState().status.runId !== null;
      fail(reason);
      return lost;
    },
  });

  /** One call of the worker, after it has opened; null where it fails. */
  async function call<Result>(ask: Ask<TrainingWorker, Result>): Promise<Result | null> {
    service.start();
    try {
      return await service.call(async (remote) => {
        await opened;
        return ask(remote);
      });
    } catch (error) {
      if (!(error instanceof WorkerEnded)) store.setState({ notice: messageOf(error) });
      return null;
    }
  }

  /** Asked at once, and never mind what comes of it. */
  function mention(ask: Ask<TrainingWorker, void>): void {
    service.call(ask).catch(() => {});
  }

  function follow(event: RunEvent): void {
    if (event.type === 'chosen' && storage) {
      if (event.choice) keepEngineChoice(storage, device, event.choice);
      else forgetEngineChoice(storage);
    }
    show(event);
  }
  const show = inBursts<RunEvent>((events) => {
    let view = store.getState();
    for (const event of events) view = { ...view, ...viewAfter(view, event) };
    store.setState(view);
  });

  function fail(reason: string): void {
    const lost = store.getState().status.runId !== null;
    const told = t`The training worker failed: ${reason}.`;
    const message = lost
      ? t`The training worker failed: ${reason}. Your run is saved up to the last checkpoint; you can resume it.`
      : told;
    const status = { ...emptyView.status, state: 'failed', message } as const;
    store.setState({ status, notice: message, testing: null });
    const { views } = comparison.getState();
    if (!views) return;
    comparison.setState({ views: { a: lostWith(told, views.a), b: lostWith(told, views.b) } });
  }

  function compare(settings: Pair<RunSettings>): void {
    comparisons += 1;
    const own = comparisons;
    const { data } = store.getState();
    const begun = (side: Side): TrainerView => ({
      ...emptyView,
      data,
      status: { ...emptyView.status, state: 'preparing', goesOn: true, settings: settings[side] },
    });
    comparison.setState({ views: { a: begun('a'), b: begun('b') } });
    const take = inBursts<readonly [Side, RunEvent]>((events) => {
      let { views } = comparison.getState();
      if (!views || own !== comparisons) return;
      for (const [side, event] of events) {
        views = { ...views, [side]: { ...views[side], ...viewAfter(views[side], event) } };
      }
      comparison.setState({ views });
    });
    void call((remote) =>
      remote.compare(
        settings,
        service.listen((side: Side, event: RunEvent) => take([side, event])),
      ),
    );
  }

  function tellVisibility(): void {
    const visible = document.visibilityState === 'visible';
    mention((remote) => remote.setVisible(visible));
    // A phone may end a hidden page without another word.
    if (!visible) mention((remote) => remote.saveNow());
  }

  /** Back online: what could not be loaded is asked for again, an engine's code among it. */
  function tryAgain(): void {
    const { data, status } = store.getState();
    if (status.state === 'failed' && status.goesOn) client.resume();
    if (data && Object.values(data.parts).some(({ state }) => state === 'failed')) client.loadData();
  }

  /** The browser ends the worker right after this, so the page waits for the save where it can tell. */
  function leave(): void {
    if (store.getState().status.state !== 'running' || !crossOriginIsolated) return;
    const written = new Int32Array(new SharedArrayBuffer(4));
    mention((remote) => remote.saveNow(written));
    const until = performance.now() + farewellMs;
    while (Atomics.load(written, 0) === 0 && performance.now() < until) {
      // A page may not sleep, and no message reaches one that is leaving.
    }
  }

  const own: PageMembers = {
    store,
    open: () => service.start(),
    resume: () => {
      store.setState({ shownStep: null });
      void call((remote) => remote.resume());
    },
    step: (settings) => {
      store.setState({ shownStep: null });
      void call((remote) => remote.step(settings));
    },
    setProbe: (digit) => {
      probe = digit;
      store.setState({ probeAnswers: [] });
      void call((remote) => remote.setProbe(digit));
    },
    takeSource: (...taken) => {
      // A worker that this starts asks for it as it begins.
      source = taken;
      if (service.remote) void call((remote) => remote.takeSource(...taken));
      else service.start();
    },
    showMoment: (step) => {
      store.setState({ shownStep: step });
      void call((remote) => remote.showMoment(step)).then((isThere) => {
        if (!isThere && store.getState().shownStep === step) store.setState({ shownStep: null });
      });
    },
    dismissNotice: () => store.setState({ notice: null }),
    comparison,
    compare,
    closeComparison: () => {
      comparisons += 1;
      comparison.setState({ views: null });
      void call((remote) => remote.closeComparison());
    },
    remote: () => service.remote,
    dispose: () => service.end(),
  };
  const client: TrainerClient = forwarding<TrainingWorker, PageMembers>(own, call);
  return client;
}

/** A run in memory, when its worker is gone: what it has measured stays, and it cannot go on. */
function lostWith(message: string, view: TrainerView): TrainerView {
  const { status, tested } = view;
  if (status.state === 'finished' && tested) return view;
  const ended = { ...status, state: 'failed', goesOn: false, message } as const;
  return { ...view, status: ended, testing: null };
}

/** Events come in bursts; the page is drawn once for each, and not at all while nobody can see it. */
function inBursts<Event>(take: (events: readonly Event[]) => void): (event: Event) => void {
  const waiting: Event[] = [];
  return (event) => {
    waiting.push(event);
    if (waiting.length > 1) return;
    const flush = () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      take(waiting.splice(0));
    };
    const frame = requestAnimationFrame(flush);
    // There are no frames in a hidden page, and what it knows has to be right when it is seen again.
    const timer = setTimeout(flush, hiddenFlushMs);
  };
}
