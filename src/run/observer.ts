import type { DigitSource } from '../data/sources/digit-source.ts';
import { normalise } from '../digits/raster/normalise.ts';
import { samples } from '../digits/samples.ts';
import type { StepResult } from '../engines/course.ts';
import type { Batch, Engine } from '../engines/engine.ts';
import { untilLost } from '../engines/until-lost.ts';
import { t } from '../language/language.ts';
import { messageOf } from '../lib/expect.ts';
import { confusionOf } from '../measures/evaluation.ts';
import type { Architecture } from '../network/architecture.ts';
import { architectureNamed } from '../network/architecture-names.ts';
import { digitSize } from '../network/rasters.ts';
import type { MetricPoint, TestAnswer, TestResult } from './contract.ts';
import type { LoadedRun } from './kept-run.ts';
import { NetworkViewer } from './network-viewer.ts';
import { digitAt, type RunData } from './run-data.ts';
import type { SessionParts } from './session-parts.ts';
import { curvesOf, type SessionState } from './state.ts';
import { imagesToNext } from './validation-times.ts';

/**
 * At most this often, and no more than this share of the time; but after so long in any case: a look that
 * took long because the machine was busy says little about the next.
 */
const moments: Pace = { everyMs: 100, share: 0.04, longestMs: 1_500 };
const strips: Pace = { everyMs: 1_000, share: 0.015, longestMs: 5_000 };
/** Images of a batch whose gradient is shown: the kernels' directions, at a fraction of a step's cost. */
const gradientImages = 16;
/** Test images that the strip is chosen from, and those that it shows. */
const strip = { looked: 500, shown: 40 };
/**
 * In the first epoch, where accuracy forms, on fewer images and more often; later so often that a run of
 * few epochs has a curve as well, and at the end of each epoch on all.
 */
const validations = { images: 1_000, firstEpoch: 8, wholeRun: 24 };

interface Pace {
  readonly everyMs: number;
  readonly share: number;
  readonly longestMs: number;
}

/** How long to wait after a look that took so long. */
function rest(tookMs: number, { everyMs, share, longestMs }: Pace): number {
  return Math.min(longestMs, Math.max(everyMs, tookMs / share));
}

/** Kernels and biases of the convolutions: the beginning of the parameter vector. */
function convolutionsEnd({ layers, tensors, parameterCount }: Architecture): number {
  const dense = layers.find(({ kind }) => kind === 'dense')?.name;
  return tensors.find(({ layer }) => layer === dense)?.offset ?? parameterCount;
}

/**
 * What is seen of a run: the network of the moment with a probe digit in it, test digits with their
 * answers, validation, the test set. It measures what that costs and keeps it to a small share of the
 * time, so that slow engines are looked at less often.
 */
export class Observer {
  visible = true;
  probe: Uint8Array = sampleDigit();
  private viewer: Promise<NetworkViewer> | null = null;
  /** What the viewer computes. */
  private viewed: Architecture | null = null;
  private nextMoment = 0;
  private nextStrip = 0;
  private testing: AbortController | null = null;
  /** Whether the person knows that nothing can look. */
  private blind = false;

  constructor(
    private readonly parts: SessionParts,
    private readonly source: () => DigitSource,
    private readonly state: () => SessionState,
  ) {}

  /** Shown instead of the network that learns. */
  get pinned(): SessionState['pinned'] {
    return this.state().pinned;
  }

  /** Everything that looking needs, ahead of the first look. What fails here is told when it is needed. */
  async open(): Promise<void> {
    await this.viewerNow().catch(() => {
      this.viewer = null;
    });
  }

  /** Lets go of what looks at networks, until it is needed again. */
  async close(): Promise<void> {
    const { viewer } = this;
    this.viewer = null;
    await viewer?.then((opened) => opened.dispose()).catch(() => undefined);
  }

  /** The network that is looked at: that of the run, or of the next one. */
  private get architecture(): Architecture {
    const { run, settings } = this.state();
    return run?.architecture ?? architectureNamed(settings.network);
  }

  private viewerNow(): Promise<NetworkViewer> {
    const { architecture, viewed, viewer } = this;
    if (viewer && viewed === architecture) return viewer;
    void viewer?.then((other) => other.dispose()).catch(() => undefined);
    this.viewed = architecture;
    this.viewer = this.opened(architecture);
    return this.viewer;
  }

  points(run: LoadedRun, training: readonly MetricPoint[], validation: readonly MetricPoint[]): void {
    this.parts.report({ type: 'metrics', runId: run.runId, training, validation });
  }

  /** The curves as they are after steps were taken back. */
  rewound(run: LoadedRun): void {
    this.parts.report({ type: 'rewound', runId: run.runId, curves: curvesOf(run) });
  }

  /** Shows what is due, and no more than the time that it may take. @param wanted whatever is due */
  async lookWhenDue(
    run: LoadedRun,
    engine: Engine,
    batch: StepResult['batch'],
    wanted: boolean,
  ): Promise<void> {
    if (this.pinned || !(this.visible || wanted)) return;
    const { now } = this.parts;
    const started = now();
    if (started < this.nextMoment && !wanted) return;
    const parameters = await engine.readParameters();
    await this.report(run, run.step, parameters, await gradientOf(engine, await batch()));
    const shown = now();
    this.nextMoment = shown + rest(shown - started, moments);
    if (shown < this.nextStrip && !wanted) return;
    await this.reportStrip(run, run.step, parameters);
    this.nextStrip = now() + rest(now() - shown, strips);
  }

  /** Shows a network at once: the pinned moment, where there is one. */
  async look(run: LoadedRun, parameters: Float32Array, gradient: Float32Array | null): Promise<void> {
    const { pinned } = this;
    const [step, shown] = pinned ? [pinned.step, pinned.parameters] : [run.step, parameters];
    await this.report(run, step, shown, pinned ? null : gradient);
    await this.reportStrip(run, step, shown);
  }

  /** Whether the network is to be validated between the step that started at `before` and the next. */
  validationDue(before: LoadedRun, { place }: LoadedRun, data: RunData): boolean {
    return data.done(place) - data.done(before.place) >= this.imagesToValidation(before, data);
  }

  /** Images to train on until the network is to be validated. */
  imagesToValidation({ place, settings }: LoadedRun, data: RunData): number {
    const { firstEpoch, wholeRun } = validations;
    const later = Math.min(firstEpoch, Math.max(1, Math.round(wholeRun / settings.epochs)));
    return imagesToNext(data.done(place), data.count, place.epoch === 1 ? firstEpoch : later);
  }

  /** Null while the validation images are on their way, or where nothing can measure them. */
  async validate(run: LoadedRun, data: RunData, parameters: Float32Array): Promise<MetricPoint | null> {
    const endOfEpoch = run.place.offset === 0;
    const digits = data.validation(endOfEpoch ? Number.POSITIVE_INFINITY : validations.images);
    if (!digits) return null;
    const measured = await this.looking((viewer) => viewer.measure(parameters, digits), parameters);
    return measured && { step: run.step, ...measured };
  }

  /** The whole test set, once its images are here. Null when it was stopped. @throws what the source throws */
  async test(runId: string, step: number, parameters: Float32Array): Promise<TestResult | null> {
    this.stopTest();
    const controller = new AbortController();
    this.testing = controller;
    const { signal } = controller;
    const tell = (share: number | null) => this.parts.report({ type: 'testing', runId, share });
    try {
      tell(0);
      const { name: dataName, parts } = this.source();
      const { test } = parts;
      await test.atLeast(Number.POSITIVE_INFINITY, signal);
      const { digits, labels } = test;
      const onChunk = (done: number) => tell(done / labels.length);
      const { answers, confidences } = await this.withViewerOfItsOwn((viewer) =>
        viewer.answers(parameters, digits, { onChunk, signal }),
      );
      signal.throwIfAborted();
      const counted = confusionOf(labels, answers);
      const result = { runId, step, dataName, ...counted, answers, confidences, labels: labels.slice() };
      this.parts.report({ type: 'tested', result });
      return result;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    } finally {
      if (this.testing === controller) {
        this.testing = null;
        tell(null);
      }
    }
  }

  stopTest(): void {
    this.testing?.abort(new Error('stopped'));
  }

  private async report(
    run: LoadedRun,
    step: number,
    parameters: Float32Array,
    gradient: Float32Array | null,
  ): Promise<void> {
    const { probe } = this;
    const activations = await this.looking((viewer) => viewer.activations(parameters, probe), parameters);
    if (!activations) return;
    // A copy: what is reported is handed over to the page, and these are looked at again.
    const { runId, architecture } = run;
    const copy = parameters.slice();
    const moment = { runId, step, architecture: architecture.id, parameters: copy, gradient, activations };
    this.parts.report({ type: 'moment', moment });
  }

  private async reportStrip(run: LoadedRun, step: number, parameters: Float32Array): Promise<void> {
    const { test } = this.source().parts;
    const looked = Math.min(strip.looked, test.count);
    if (looked === 0) return;
    const digits = test.digits.subarray(0, looked * digitSize);
    const answered = await this.looking((viewer) => viewer.answers(parameters, digits), parameters);
    if (!answered) return;
    const { answers, confidences } = answered;
    const all = Array.from(
      { length: looked },
      (_, index): TestAnswer => ({
        index,
        label: test.labels[index] as number,
        answer: answers[index] as number,
        confidence: confidences[index] as number,
        digit: digitAt(digits, index),
      }),
    );
    const wrong = all.filter(({ label, answer }) => label !== answer);
    const right = all.filter(({ label, answer }) => label === answer);
    const shown = [...wrong, ...right].slice(0, strip.shown);
    this.parts.report({
      type: 'strip',
      strip: {
        runId: run.runId,
        step,
        // Copies: a view would take all test images along to the page.
        digits: shown.map((one) => ({ ...one, digit: one.digit.slice() })),
        wrong: wrong.length,
        looked,
      },
    });
  }

  /**
   * One look, through a new viewer when the device of the last one is lost. Where none can look, the run
   * continues without pictures, and the person is told once.
   * @param parameters that will be looked at; the run itself deals with those that are not finite
   */
  private async looking<T>(
    look: (viewer: NetworkViewer) => Promise<T>,
    parameters?: Float32Array,
  ): Promise<T | null> {
    if (parameters && !parameters.every(Number.isFinite)) return null;
    for (const isLast of [false, true]) {
      const viewer = this.viewerNow();
      try {
        const seen = await look(await viewer);
        this.blind = false;
        return seen;
      } catch (error) {
        // Looks overlap: another one may have opened a new viewer meanwhile.
        if (this.viewer === viewer) this.viewer = null;
        await viewer.then((gone) => gone.dispose()).catch(() => undefined);
        if (isLast && !this.blind) {
          this.blind = true;
          const text = t`The network cannot be shown (${messageOf(error)}). Training continues without pictures.`;
          this.parts.report({ type: 'notice', text });
        }
      }
    }
    return null;
  }

  /** Long measurements do not hold up the pictures. A lost device gets one more try. */
  private async withViewerOfItsOwn<T>(measure: (viewer: NetworkViewer) => Promise<T>): Promise<T> {
    const once = async () => {
      const viewer = await this.opened(this.architecture);
      try {
        return await measure(viewer);
      } finally {
        await viewer.dispose().catch(() => undefined);
      }
    };
    return once().catch((error: unknown) => {
      if (!this.testing || this.testing.signal.aborted) throw error;
      return once();
    });
  }

  private async opened(architecture: Architecture): Promise<NetworkViewer> {
    return new NetworkViewer(untilLost(await this.parts.openViewer(architecture)), this.parts.breathe);
  }
}

/** Of the kernels of C1 and C3, over some images of a batch. */
export async function gradientOf(engine: Engine, { digits, labels }: Batch): Promise<Float32Array> {
  const images = Math.min(gradientImages, labels.length);
  const { gradient } = await engine.gradients({
    digits: digits.subarray(0, images * digitSize),
    labels: labels.subarray(0, images),
  });
  return gradient.slice(0, convolutionsEnd(engine.architecture));
}

/** Something to look at before the person has picked anything. */
function sampleDigit(): Uint8Array {
  const sample = samples.find(({ digit }) => digit === 5) ?? samples[0];
  return (sample && normalise(sample.drawing)?.digit) ?? new Uint8Array(digitSize);
}
