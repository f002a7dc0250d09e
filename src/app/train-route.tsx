import { mnistMirrors } from '../data/sources/mnist.ts';
import { createTrainModel, type TrainModel } from '../features/train/train-model.ts';
import { TrainPage } from '../features/train/train-page.tsx';
import { createTrainer } from '../lab/training/client.ts';
import { runOnGpu } from '../lab/training/view.ts';
import type { KeyValueStore } from '../storage/kept-drawing.ts';
import { useDigitOfNumber } from '../ui/answering/use-digit-of-number.ts';
import type { DrawingModelStore } from '../ui/draw-pad/model.ts';
import { deviceFacts } from './device-facts.ts';
import { isolate } from './isolation.ts';
import type { LearningLink } from './learning-link.ts';
import type { LibraryLink } from './library-link.ts';
import { askBeforeReload } from './newer-version.ts';
import type { ReaderLink } from './reader-link.ts';
import { sharedExplainer } from './shared-explainer.ts';

export interface TrainRouteProps {
  readonly drawing: DrawingModelStore;
  readonly storage: KeyValueStore | null;
  readonly learning: LearningLink;
  readonly library: LibraryLink;
  readonly reader: ReaderLink;
}

// One run for as long as the page lives, from the first visit on, whatever React renders.
let model: TrainModel | undefined;

/** The Train page with all its code: loaded when somebody goes there. Its threads are what a page is isolated for. */
export async function openTrainRoute(): Promise<typeof TrainRoute> {
  await isolate();
  return TrainRoute;
}

function TrainRoute(props: TrainRouteProps) {
  useDigitOfNumber(props.reader, props.drawing);
  model ??= openModel(props);
  return <TrainPage model={model} />;
}

function openModel({ drawing, storage, learning, library, reader }: TrainRouteProps): TrainModel {
  const client = createTrainer({
    mnist: [new URL('mnist/', document.baseURI).href, ...mnistMirrors],
    storage,
    device: deviceFacts,
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
