import { use } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { DigitsPage } from '../features/digits/digits-page.tsx';
import { createLearnModel, type LearnBase, type LearnModel } from '../features/digits/learn-model.ts';
import type { DrawingStore } from '../features/draw/drawing-store.ts';
import { startLearning } from '../lab/learning/client.ts';
import { fetchModelWithFacts } from '../lab/reading/model.ts';
import { t } from '../language/language.ts';
import { messageOf } from '../lib/expect.ts';
import type { SentNetwork } from '../network/architecture.ts';
import { architectureNamed } from '../network/architecture-names.ts';
import { type AnsweringChoice, isKept, keptId } from '../ui/answering/learning-network.ts';
import type { LearningLink } from './learning-link.ts';
import type { LibraryLink } from './library-link.ts';
import { askBeforeReload } from './newer-version.ts';
import type { OwnDigitsLink } from './own-digits-link.ts';
import { routes } from './routes.ts';

export interface DigitsRouteProps {
  readonly modelUrl: string;
  readonly own: OwnDigitsLink;
  readonly drawing: DrawingStore;
  readonly learning: LearningLink;
  readonly library: LibraryLink;
  readonly answering: StoreApi<AnsweringChoice>;
}

// One model for as long as the page lives: what was learnt waits until it is kept or discarded.
let model: LearnModel | undefined;

/** The page of one's own digits with all its code: loaded when somebody goes there. */
export function DigitsRoute(props: DigitsRouteProps) {
  const own = use(props.own.open());
  model ??= openModel(props);
  const { drawing } = props;
  return (
    <DigitsPage
      own={own}
      learning={model}
      onOpen={(opened) => {
        drawing.getState().bringNumber();
        drawing.getState().load(opened);
        window.location.hash = routes.draw.href;
        window.scrollTo(0, 0);
      }}
    />
  );
}

function openModel(props: DigitsRouteProps): LearnModel {
  const { library, answering } = props;
  const model = createLearnModel({
    base: () => baseOf(props),
    learn: startLearning,
    async keep(network) {
      const saved = await library.save({ ...network, training: [], validation: [] });
      if (!saved.ok) return saved;
      answering.getState().choose(`kept:${saved.record.id}`);
      return { ok: true, name: saved.record.name };
    },
    now: () => Date.now(),
    newSeed: () => crypto.getRandomValues(new Uint32Array(1))[0] as number,
  });
  // What was learnt is nowhere else until it is kept.
  askBeforeReload(() => ['learning', 'learnt'].includes(model.store.getState().state));
  return model;
}

/** The network that answers drawings now. */
async function baseOf({ modelUrl, learning, library, answering }: DigitsRouteProps): Promise<LearnBase> {
  const { by } = answering.getState();
  try {
    if (isKept(by)) {
      await library.open();
      const read = await library.kept.weights(keptId(by));
      if (!read.ok) return unreadable(read.reason);
      const name = library.kept.list()?.find(({ id }) => id === keptId(by))?.name ?? t`Your network`;
      return learnable(name, read);
    }
    const moment = by === 'training' ? learning.latest() : null;
    if (moment) return learnable(t`Your run’s network`, moment);
    const { parameters } = await fetchModelWithFacts(modelUrl);
    return { ok: true, name: t`Built-in network`, parameters };
  } catch (error) {
    return unreadable(messageOf(error));
  }
}

function unreadable(reason: string): LearnBase {
  return { ok: false, reason: t`The network that answers cannot be read: ${reason}` };
}

/** The recipe of learning one's own digits is for a cross-entropy: its rates would undo what others have learnt. */
function learnable(name: string, { architecture, parameters }: SentNetwork): LearnBase {
  const { loss, name: kind } = architectureNamed(architecture);
  if (loss.kind === 'cross-entropy') return { ok: true, name, parameters };
  return {
    ok: false,
    reason: t`${name} is a ${kind}, which cannot learn your digits here. Choose another network`,
  };
}
