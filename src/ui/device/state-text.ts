import type { ReaderStatus } from '../../lab/reading/contract.ts';
import { t } from '../../language/language.ts';

export const stateWords: Readonly<Record<ReaderStatus['state'], string>> = {
  get opening() {
    return t`Opening the device`;
  },
  get 'loading model'() {
    return t`Loading the network`;
  },
  get 'warming up'() {
    return t`Preparing shaders`;
  },
  get rebuilding() {
    return t`The graphics device was lost. Rebuilding`;
  },
  get failed() {
    return t`No network`;
  },
  get ready() {
    return t`Ready`;
  },
};
