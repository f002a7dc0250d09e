import { OwnDigitsModel } from '../features/digits/own-digits-model.ts';
import { askToPersist } from '../storage/persistence.ts';
import { randomId } from '../storage/random-id.ts';

/** The person's own digits, for every page. The database and its code load when they are first needed. */
export function openOwnDigits(): OwnDigitsModel {
  return new OwnDigitsModel({
    openStore: async () => (await import('../storage/own-digits-store.ts')).openOwnDigitsStore(),
    askToPersist: () => void askToPersist(),
    channel: 'BroadcastChannel' in globalThis ? new BroadcastChannel('lenet-lab.digits') : null,
    newId: randomId,
    now: () => Date.now(),
  });
}
