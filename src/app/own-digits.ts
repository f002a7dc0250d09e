import { newDigitId } from '../pages/digits/new-digit-id.ts';
import { OwnDigitsModel } from '../pages/digits/own-digits-model.ts';
import { askToPersist } from '../storage/persistence.ts';

/** One's own digits, for every page. The database and its code come when somebody first needs them. */
export function openOwnDigits(): OwnDigitsModel {
  return new OwnDigitsModel({
    openStore: async () => (await import('../storage/own-digits-store.ts')).openOwnDigitsStore(),
    askToPersist: () => void askToPersist(),
    channel: 'BroadcastChannel' in globalThis ? new BroadcastChannel('lenet-lab.digits') : null,
    newId: newDigitId,
    now: () => Date.now(),
  });
}
