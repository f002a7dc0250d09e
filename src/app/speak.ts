import { type Language, t } from '../language/language.ts';
import { isBusy, newerVersion } from './newer-version.ts';

/** The language is chosen once for each load of the page, as sentences are everywhere. */
export function speak(code: Language): void {
  try {
    localStorage.setItem(languageKey, code);
  } catch {
    // Storage is forbidden: the address holds the choice as long as the page lives.
    const [path = '', query = ''] = window.location.hash.split('?');
    const rest = query.split('&').filter((part) => part && !part.startsWith('lang='));
    window.history.replaceState(null, '', `${path || '#/'}?${[...rest, `lang=${code}`].join('&')}`);
  }
  if (!isBusy()) window.location.reload();
  else
    newerVersion.setState({
      text: t`The page changes its language when you reload it. Reload now, or after this run.`,
    });
}

/** Also in public/first.js. */
const languageKey = 'lenet-lab.language';
