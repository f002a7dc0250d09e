/** What changed with one version. */
interface VersionChanges {
  /** "0.1.0", or "Unreleased". */
  readonly version: string;
  /** By kind, "Added" and so on; null where the version does not say. */
  readonly groups: readonly { readonly kind: string | null; readonly entries: readonly string[] }[];
}

/**
 * Reads CHANGELOG.md: `##` versions, `###` kinds, and entries of plain text, one a line. What stands before the first
 * version is left out.
 * @throws Error that names a line of any other form
 */
export function readChangelog(markdown: string): VersionChanges[] {
  const versions: { version: string; groups: { kind: string | null; entries: string[] }[] }[] = [];
  for (const line of markdown.split('\n')) {
    const { mark = '', text = '' } = line.match(/^(?<mark>##|###|-) (?<text>.+)$/)?.groups ?? {};
    const version = versions.at(-1);
    if (mark === '##') versions.push({ version: text, groups: [] });
    else if (!version || line === '') continue;
    else if (mark === '###') version.groups.push({ kind: text, entries: [] });
    else if (mark === '-') {
      if (version.groups.length === 0) version.groups.push({ kind: null, entries: [] });
      version.groups.at(-1)?.entries.push(text);
    } else throw new Error(`CHANGELOG.md: expected a heading or an entry, got ${line}`);
  }
  return versions;
}
