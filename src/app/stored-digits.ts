import { inkText } from '../digits/own/own-digits.ts';
import { counted, type OwnDigitsModel } from '../features/digits/own-digits-model.ts';
import { t } from '../language/language.ts';
import { nothingStored, type StoredEntry } from '../storage/stored.ts';
import { routes } from './routes.ts';

/** One's own digits, for the view of all that is stored. */
export function storedDigits(own: OwnDigitsModel): StoredEntry {
  return {
    id: 'digits',
    name: t`Your own digits`,
    undoable: true,
    used: { text: t`on the page My digits`, href: routes.digits.href },
    async look() {
      await own.load();
      const { digits, damaged, trouble } = own.store.getState();
      if (trouble !== null) return { words: trouble, bytes: null, items: [] };
      const count = (digits?.length ?? 0) + damaged;
      if (count === 0) return nothingStored();
      const bytes = (digits ?? []).reduce((sum, { drawing }) => sum + inkText(drawing).length + 100, 0);
      return { words: counted(count), bytes, items: [] };
    },
    remove: () => own.clear(),
  };
}
