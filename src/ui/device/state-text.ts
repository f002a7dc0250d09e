import type { ReaderStatus } from '../../lab/reading/contract.ts';

export const stateWords: Readonly<Record<ReaderStatus['state'], string>> = {
  opening: 'Opening the device',
  'loading model': 'Loading the network',
  'warming up': 'Preparing shaders',
  rebuilding: 'The graphics device was lost. Rebuilding',
  failed: 'No network',
  ready: 'Ready',
};
