import type { Answer } from '../../digits/answer-rules.ts';
import type { Drawing } from '../../digits/drawing/drawing.ts';
import { readNumber } from '../../digits/number/read-number.ts';
import type { Normalisation } from '../../digits/raster/normalisation.ts';
import type { Engine, EngineKind, Opened } from '../../engines/engine.ts';
import { answering, engineLabel, isOnGpu } from '../../engines/lookup.ts';
import { t } from '../../language/language.ts';
import { messageOf } from '../../lib/expect.ts';
import { type Architecture, activationOf, outputOf, type SentNetwork } from '../../network/architecture.ts';
import { architectureNamed } from '../../network/architecture-names.ts';
import { isFamiliar, type KnowingNetwork } from '../../network/energy.ts';
import { lenet5 } from '../../network/lenet-5.ts';
import { digitSize } from '../../network/rasters.ts';
import type {
  DeviceReport,
  LabWorker,
  ReadBySliding,
  ReaderStatus,
  Reading,
  ReadNumber,
  ReadRequest,
} from './contract.ts';
import { scorerOf, warmUpBatches } from './score-digits.ts';

/** Everything that the reader works with, so that tests can put something else in its place. */
export interface ReaderParts {
  openEngine(kind: EngineKind, architecture: Architecture): Promise<Opened>;
  /** @throws Error saying what was expected and what came */
  loadModel(url: string): Promise<KnowingNetwork>;
  normalise(drawing: Drawing): Normalisation | null;
  answerOf(
    probabilities: Float32Array,
    normalisation: Normalisation | null,
    familiar: boolean | null,
  ): Answer;
}

/** Losses of one kind of device within this time mean that rebuilding it at once does not help. */
const lossWindowMs = 10_000;
const lossesToYield = 3;
const firstReturnMs = 1_000;
const longestReturnMs = 60_000;
/** An answer waits so long at most for an engine without the GPU: its code may still have to be loaded. */
const standInMs = 500;

type Refusal = DeviceReport['refused'][number];

/**
 * Reads drawings in the worker: keeps one engine open with the model loaded, and puts another in its
 * place when it fails. A device that was lost is rebuilt at once; when that does not work, the next
 * kind answers and the lost one is tried again later, at growing intervals.
 */
export class Reader implements LabWorker {
  private modelUrl = '';
  private order: readonly EngineKind[] = [];
  private report: (status: ReaderStatus) => void = () => {};
  private engine: Engine | undefined;
  private model: KnowingNetwork | undefined;
  /** Answering instead of the model's; null for none. */
  private other: KnowingNetwork | null = null;
  private refused: Refusal[] = [];
  private ready = false;
  /** Whether the GPU is left to what trains, and what answers again when it no longer is. */
  private sparesGpu = false;
  private insteadOf: EngineKind | null = null;
  /** Until the engine is there that answers without the GPU. */
  private standIn: Promise<unknown> = Promise.resolve();
  /** When devices were lost lately. */
  private losses: (Refusal & { readonly at: number })[] = [];
  private returnMs = firstReturnMs;
  private returnTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly scorer = scorerOf();
  /** The engine whose batches for numbers have been tried. */
  private readyForNumbers: Engine | undefined;
  /** Opening, loading and rebuilding happen one after the other. */
  private work: Promise<void> = Promise.resolve();

  constructor(private readonly parts: ReaderParts) {}

  async start(
    modelUrl: string,
    engines: readonly EngineKind[],
    report: (status: ReaderStatus) => void,
  ): Promise<void> {
    this.modelUrl = modelUrl;
    this.order = engines;
    this.report = report;
    await this.retry();
  }

  retry(): Promise<void> {
    return this.inTurn(async () => {
      if (!this.ready) await this.prepare();
    });
  }

  answerWith(network: SentNetwork | null): Promise<void> {
    return this.inTurn(async () => {
      // A network that has just gone wrong is not worth an answer; the one before stays.
      if (network && !network.parameters.every(Number.isFinite)) return;
      this.other = network && {
        architecture: architectureNamed(network.architecture),
        parameters: network.parameters,
        leastEnergy: null,
      };
      const { engine } = this;
      if (!engine || !this.ready) return;
      if (engine.architecture.id !== this.answering().architecture.id) {
        await this.reopen(engine);
        return;
      }
      try {
        await engine.loadParameters(this.answering().parameters);
        this.reportReady(engine);
      } catch (error) {
        this.replace(engine, messageOf(error));
      }
    });
  }

  spareGpu(spare: boolean): Promise<void> {
    this.sparesGpu = spare;
    const placed = this.inTurn(async () => {
      const { engine } = this;
      if (this.sparesGpu !== spare || !engine || !this.ready) return;
      if (!spare) {
        // A run that pauses may resume at once.
        this.returnMs = firstReturnMs;
        if (this.insteadOf) this.returnLater(this.insteadOf);
        return;
      }
      const [standIn] = this.wishes();
      if (standIn && isOnGpu(engine.kind) && !isOnGpu(standIn)) await this.moveTo(standIn, engine.kind);
    });
    if (spare)
      this.standIn = Promise.race([placed, new Promise((resolve) => setTimeout(resolve, standInMs))]);
    return placed;
  }

  async read({ revision, drawing }: ReadRequest): Promise<Reading | null> {
    await this.standIn;
    const { engine } = this;
    if (!engine || !this.ready) return null;
    const normalisation = this.parts.normalise(drawing);
    try {
      // Another may be put in its place meanwhile.
      const network = this.answering();
      const { architecture } = network;
      if (engine.architecture.id !== architecture.id) return null;
      const started = performance.now();
      const activations = await engine.forward(normalisation?.digit ?? new Uint8Array(digitSize));
      const forwardMs = performance.now() - started;
      const probabilities = activationOf(architecture, activations, outputOf(architecture).name);
      if (!probabilities.every(Number.isFinite))
        throw new Error(t`${engine.kind} gave values that are not finite`);
      const familiar = isFamiliar(network, activations);
      const answer = this.parts.answerOf(probabilities, normalisation, familiar);
      const of = { revision, architecture: architecture.id };
      return { ...of, answer, normalisation, activations, forwardMs, memory: engine.memory() };
    } catch (error) {
      this.replace(engine, messageOf(error));
      return null;
    }
  }

  async readNumber({ revision, drawing }: ReadRequest): Promise<ReadNumber | null> {
    await this.standIn;
    const { engine } = this;
    if (!engine || !this.ready) return null;
    if (engine.architecture.id !== this.answering().architecture.id) return null;
    try {
      const score = this.scorer(engine, this.answering());
      const number = await readNumber(drawing, score);
      this.prepareNumbers(engine);
      return { revision, ...number };
    } catch (error) {
      this.replace(engine, messageOf(error));
      return null;
    }
  }

  async slideNumber({ revision, drawing }: ReadRequest): Promise<ReadBySliding | null> {
    // Few people write numbers, and this is no part of the answer.
    const { slideNumber } = await import('../../digits/number/slide-number.ts');
    if (!this.ready) return null;
    return { revision, slid: slideNumber(drawing, this.answering()) };
  }

  async memory() {
    return this.engine?.memory() ?? { tensors: 0, bytes: 0 };
  }

  async loseContext(): Promise<boolean> {
    if (!this.engine?.loseDevice) return false;
    this.engine.loseDevice();
    return true;
  }

  /**
   * Batches of the sizes that numbers need, so that the next one does not wait for shaders. The page asks for the
   * number of an empty paper first.
   */
  private prepareNumbers(engine: Engine): void {
    if (this.readyForNumbers === engine) return;
    this.readyForNumbers = engine;
    warmUpBatches(engine).catch((error) => this.replace(engine, messageOf(error)));
  }

  private inTurn(task: () => Promise<void>): Promise<void> {
    this.work = this.work.then(task).catch((error) => {
      this.report({ state: 'failed', what: 'engine', message: messageOf(error) });
    });
    return this.work;
  }

  /** What is missing of engine, model and warm-up; ends in `ready` or `failed`. */
  private async prepare(): Promise<void> {
    // The model is on its way while the engine opens.
    const model = this.model ? Promise.resolve(this.model) : this.parts.loadModel(this.modelUrl);
    model.catch(() => {});
    this.report({ state: 'opening' });
    this.engine ??= await this.open(this.wishes());
    if (!this.engine) return this.reportNoEngine();
    this.report({ state: 'loading model' });
    try {
      this.model = await model;
    } catch (error) {
      this.report({ state: 'failed', what: 'model', message: messageOf(error) });
      return;
    }
    this.report({ state: 'warming up' });
    await this.enter(this.engine);
  }

  /** Answers with an engine that has just been opened, or with the next one when it fails at once. */
  private async enter(engine: Engine): Promise<void> {
    try {
      await this.warmUp(engine);
    } catch (error) {
      await this.rebuild(engine, messageOf(error));
      return;
    }
    this.use(engine);
  }

  private async warmUp(engine: Engine): Promise<void> {
    await engine.loadParameters(this.answering().parameters);
    // Compiles the shaders and fills the texture pool before the first ink.
    await engine.forward(new Uint8Array(digitSize));
  }

  private use(engine: Engine): void {
    this.engine = engine;
    if (isOnGpu(engine.kind)) this.insteadOf = null;
    this.ready = true;
    void engine.lost.then((reason) => this.replace(engine, reason));
    this.reportReady(engine);
  }

  private reportReady({ kind, device, deviceDetail = device }: Engine): void {
    this.report({
      state: 'ready',
      device: { kind, device, deviceDetail, refused: [...this.refused], insteadOf: this.insteadOf },
      architecture: this.answering().architecture.id,
      parameters: this.answering().parameters,
      leastEnergy: this.answering().leastEnergy,
    });
  }

  /** The network that is to answer, as far as it is known before the model is there. */
  private architecture(): Architecture {
    return this.other?.architecture ?? this.model?.architecture ?? lenet5;
  }

  /** The network to answer with. @throws Error before the model is there */
  private answering(): KnowingNetwork {
    const network = this.other ?? this.model;
    if (!network) throw new Error('reader: expected a loaded model, got none');
    return network;
  }

  /** The engine has failed while it was in use. Said once, however many calls it fails. */
  private replace(failed: Engine, reason: string): void {
    if (this.engine !== failed || !this.ready) return;
    this.ready = false;
    this.report({ state: 'rebuilding', reason });
    void this.inTurn(async () => {
      // Another has been put in its place before its turn came.
      if (this.engine === failed) await this.rebuild(failed, reason);
    });
  }

  /** Another network is to answer than the engine computes: one that does takes its place. */
  private async reopen(before: Engine): Promise<void> {
    this.ready = false;
    this.engine = undefined;
    this.report({ state: 'opening' });
    await before.dispose();
    const engine = await this.open(this.wishes());
    if (!engine) return this.reportNoEngine();
    await this.enter(engine);
  }

  private async rebuild(failed: Engine, reason: string): Promise<void> {
    this.engine = undefined;
    await failed.dispose();
    const now = performance.now();
    this.losses = this.losses.filter(({ at }) => now - at < lossWindowMs);
    if (this.losses.length === 0) this.returnMs = firstReturnMs;
    this.losses.push({ kind: failed.kind, reason, at: now });
    const unstable = (kind: EngineKind) =>
      this.losses.filter((loss) => loss.kind === kind).length >= lossesToYield;
    const engine = await this.open(this.wishes().filter((kind) => !unstable(kind)));
    const reasonOf = (kind: EngineKind) =>
      this.losses.findLast((loss) => loss.kind === kind)?.reason ?? reason;
    const avoided = this.order.filter(unstable).map((kind) => ({ kind, reason: reasonOf(kind) }));
    this.refused = [...avoided, ...this.refused];
    if (!engine) return this.reportNoEngine();
    const order = this.able();
    if (order.indexOf(engine.kind) > order.indexOf(failed.kind)) this.returnLater(failed.kind);
    await this.enter(engine);
  }

  /** Tries a lost kind of device again; the engine that stands in answers until then. */
  private returnLater(kind: EngineKind): void {
    clearTimeout(this.returnTimer);
    this.returnTimer = setTimeout(() => void this.inTurn(() => this.tryToReturn(kind)), this.returnMs);
    this.returnMs = Math.min(2 * this.returnMs, longestReturnMs);
  }

  private async tryToReturn(kind: EngineKind): Promise<void> {
    const isSpared = this.sparesGpu && isOnGpu(kind);
    if (isSpared || !(await this.moveTo(kind, null))) this.returnLater(kind);
  }

  /** Opens another engine beside the one that answers, and answers with it from then on. @returns whether it does */
  private async moveTo(kind: EngineKind, insteadOf: EngineKind | null): Promise<boolean> {
    const opened = await this.parts.openEngine(kind, this.architecture());
    if (!opened.ok) return false;
    try {
      await this.warmUp(opened.engine);
    } catch {
      await opened.engine.dispose();
      return false;
    }
    const before = this.engine;
    this.refused = this.refused.filter((refusal) => refusal.kind !== kind);
    this.insteadOf = insteadOf;
    this.use(opened.engine);
    await before?.dispose();
    return true;
  }

  /** What may answer, first to last: nothing on the GPU before the rest while it is spared. */
  private wishes(): readonly EngineKind[] {
    const order = this.able();
    if (!this.sparesGpu) return order;
    return order.toSorted((a, b) => Number(isOnGpu(a)) - Number(isOnGpu(b)));
  }

  private able(): readonly EngineKind[] {
    return answering(this.order, this.architecture().id);
  }

  private reportNoEngine(): void {
    const reasons = this.refused.map(({ kind, reason }) => `${engineLabel(kind)}: ${reason}.`).join(' ');
    this.report({ state: 'failed', what: 'engine', message: t`No engine opened. ${reasons}` });
  }

  private async open(order: readonly EngineKind[]): Promise<Engine | undefined> {
    this.refused = [];
    for (const kind of order) {
      const opened = await this.parts.openEngine(kind, this.architecture());
      if (opened.ok) return opened.engine;
      this.refused.push({ kind, reason: opened.reason });
    }
    return undefined;
  }
}
