/**
 * Where an embedded part is in the whole app.
 * @param hash the part's own address, from "#" on
 * @param drawing as `encodeLink` writes it; null for none
 * @returns from "#" on
 */
export function wholeAddress(hash: string, drawing: string | null): string {
  const [, page = '', query = ''] = /^#\/?([^?]*)\??(.*?)(?:&?draw=.*)?$/s.exec(hash) ?? [];
  const asked = query.split('&').flatMap((part) => {
    const embedded = /^embed(?:=(?<tool>.*))?$/.exec(part);
    if (!embedded) return part === '' ? [] : [part];
    const tool = page === 'explore' && embedded.groups?.tool;
    return tool ? [`tool=${tool}`] : [];
  });
  if (drawing !== null) asked.push(`draw=${drawing}`);
  return `#/${page === 'draw' ? '' : page}${asked.length > 0 ? `?${asked.join('&')}` : ''}`;
}
