import type { ReactNode } from 'react';
import { mnistMirrors } from '../data/sources/mnist.ts';
import { createTrainModel, type TrainModel } from '../features/train/train-model.ts';
import { TrainPage } from '../features/train/train-page.tsx';
import { createTrainer } from '../lab/training/client.ts';
import { runOnGpu } from '../lab/training/view.ts';
import type { KeyValueStore } from '../storage/kept-drawing.ts';
import { useDigitOfNumber } from '../ui/answering/use-digit-of-number.ts';
import type { DrawingModelStore } from '../ui/draw-pad/model.ts';
import { nextTask } from '../ui/next-task.ts';
import { isolate } from './isolation.ts';
import type { LearningLink } from './learning-link.ts';
import type { LibraryLink } from './library-link.ts';
import { askBeforeReload } from './newer-version.ts';
import type { ReaderLink } from './reader-link.ts';
import { sharedExplainer } from './shared-explainer.ts';

interface TrainRouteParts {
  readonly drawing: DrawingModelStore;
  readonly storage: KeyValueStore | null;
  readonly learning: LearningLink;
  readonly library: LibraryLink;
  readonly reader: ReaderLink;
}

// One run for as long as the page lives, from the first visit on, whatever React renders.
let model: TrainModel | undefined;

/** The Train page with all its code: loaded when somebody goes there. Its threads are what a page is isolated for. */
export async function openTrainRoute(parts: TrainRouteParts): Promise<() => ReactNode> {
  await isolate();
  // The code has just been evaluated, and rendering comes next: with a pause the page stays quick to answer.
  await nextTask();
  model ??= openModel(parts);
  const opened = model;
  return function TrainRoute() {
    useDigitOfNumber(parts.reader, parts.drawing);
    return <TrainPage model={opened} />;
  };
}

function openModel({ drawing, storage, learning, library, reader }: TrainRouteParts): TrainModel {
  const client = createTrainer({
    mnist: [new URL('mnist/', document.baseURI).href, ...mnistMirrors],
    storage,
    device: {
      userAgent: navigator.userAgent,
      cores: navigator.hardwareConcurrency,
      // Names of built files carry a digest of what is in them and in the workers that they start.
      appVersion: import.meta.url,
    },
  });
  const { mapDigits } = sharedExplainer();
  const model = createTrainModel({ client, drawing, places: window, saveNetwork: library.save, mapDigits });
  learning.follow(model);
  client.store.subscribe((now, before) => {
    if (runOnGpu(now) !== runOnGpu(before)) reader.gpuTrains(runOnGpu(now));
  });
  askBeforeReload(() => {
    const { status, testing } = client.store.getState();
    const compares = client.comparison.getState().views !== null;
    return compares || status.state === 'running' || status.state === 'preparing' || testing !== null;
  });
  return model;
}
