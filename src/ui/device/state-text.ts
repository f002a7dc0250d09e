import type { ReaderStatus } from '../../lab/reading/contract.ts';

/** Every state but `ready`, in words. */
export function stateText(status: ReaderStatus): string {
  switch (status.state) {
    case 'opening':
      return 'Opening the device';
    case 'loading model':
      return 'Loading the network';
    case 'warming up':
      return 'Preparing shaders';
    case 'rebuilding':
      return 'The graphics device was lost; rebuilding';
    case 'failed':
      return 'No network';
    case 'ready':
      return 'Ready';
  }
}
