import { type Language, t } from '../language/language.ts';
import { isBusy, newerVersion } from './newer-version.ts';

/** The language is chosen once for each load of the page, as sentences are everywhere. */
export function speak(code: Language): void {
  const address = new URL(window.location.href);
  const [path = '', query = ''] = address.hash.split('?');
  const others = query.split('&').filter((part) => part && !part.startsWith('lang='));
  address.searchParams.delete('lang');
  try {
    localStorage.setItem(languageKey, code);
  } catch {
    // Storage is forbidden: the address holds the choice as long as the page lives.
    others.push(`lang=${code}`);
  }
  // An address that names a language goes before what is stored.
  address.hash = others.length > 0 ? `${path || '#/'}?${others.join('&')}` : path;
  window.history.replaceState(window.history.state, '', address);
  if (!isBusy()) window.location.reload();
  else
    newerVersion.setState({
      text: t`The language changes when you reload the page. Something here is not saved yet: a run, or a network that you changed.`,
    });
}

/** Also in public/first.js. */
const languageKey = 'lenet-lab.language';
