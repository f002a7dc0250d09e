import { percentDecoded } from '../../../lib/link-text.ts';

/** White space, soft hyphens and other characters without a width: no setting has them. */
const invisible = /[\s\u00ad\u200b-\u200d\ufeff]+/g;

/**
 * The query of a link to a run without what mail, chat and sentences did to it: encoded again, broken by
 * a line end, `&amp;` for `&`, punctuation behind it.
 * @param search as `location.search` gives it
 * @param names of all settings; what is none of them stays as it is
 * @returns `search` itself where nothing was done to it
 */
export function mendedSearch(search: string, names: readonly string[]): string {
  const query = new URLSearchParams(search);
  // Encoded as a whole: its "=" and "&" are part of the first name.
  const decoded = new URLSearchParams(percentDecoded(search));
  const isEncoded = strangers(decoded, names) < strangers(query, names);
  const mended = new URLSearchParams();
  let changed = isEncoded;
  for (const [key, value] of isEncoded ? decoded : query) {
    const name = setting(key);
    if (!names.includes(name)) {
      mended.append(key, value);
      continue;
    }
    const text = percentDecoded(value)
      .replace(invisible, '')
      .replace(/[^\p{L}\p{N}*]+$/u, '');
    mended.append(name, text);
    if (name !== key || text !== value) changed = true;
  }
  return changed ? `?${mended}` : search;
}

function strangers(query: URLSearchParams, names: readonly string[]): number {
  return [...query.keys()].filter((key) => !names.includes(setting(key))).length;
}

function setting(key: string): string {
  return key.replace(invisible, '').replace(/^(amp;)+/, '');
}
