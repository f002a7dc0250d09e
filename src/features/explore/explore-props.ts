import type { StoreApi } from 'zustand/vanilla';
import type { Explainer } from '../../lab/explaining/client.ts';
import type { ReaderClient } from '../../lab/reading/client.ts';
import { t } from '../../language/language.ts';
import type { Result } from '../../lib/result.ts';
import type { AnsweringChoice, KeptNetworks, LearningNetwork } from '../../ui/answering/learning-network.ts';
import type { ExploreTool } from '../../ui/explore-address.ts';
import type { Source } from '../../ui/source.ts';
import type { KeptOperation } from './looks/keep-network.tsx';
import type { OperationStore } from './looks/operation.ts';
import type { PaperModel } from './paper-model.ts';
import type { PlaceStore } from './place-store.ts';
import type { Surgery } from './surgery-store.ts';

export interface ExplorePageProps {
  readonly store: StoreApi<PaperModel>;
  readonly reader: ReaderClient;
  readonly learning: LearningNetwork;
  readonly kept: KeptNetworks;
  readonly answering: StoreApi<AnsweringChoice>;
  readonly explainer: Explainer;
  /** P floats of the shipped network. */
  readonly shipped: () => Promise<Float32Array>;
  readonly place: PlaceStore;
  /** What surgery has changed, and what it makes of the network that answers. */
  readonly operation: OperationStore;
  readonly surgery: Source<Surgery>;
  /** Saves a changed network, P floats. */
  readonly keep: (parameters: Float32Array, kept: KeptOperation) => Promise<Result>;
}

/** What an instrument is about, as the title of a page on which it is alone. */
export function toolTitle(tool: ExploreTool): string {
  return tool === 'map' ? t`A map of test digits` : t`Why a network answers as it does`;
}

/** Whether an instrument is about one unit, which is then chosen above it. */
export const isOfUnit = (tool: ExploreTool) => tool === 'arithmetic' || tool === 'looks';

/** Surgery keeps networks, which a part on another site must not. */
export const isEmbeddable = (tool: ExploreTool) => tool !== 'looks';
