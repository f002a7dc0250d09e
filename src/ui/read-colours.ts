/**
 * A canvas cannot read style sheets: what colours of CSS, tokens among them, are now, in this theme.
 * They are read beside the page's content, so that no layout of it is asked for.
 */
export function readColours<Name extends string>(css: Readonly<Record<Name, string>>): Record<Name, string> {
  const probes = document.createElement('div');
  probes.hidden = true;
  const named = Object.entries<string>(css).map(([name, colour]) => {
    const probe = probes.appendChild(document.createElement('i'));
    probe.style.color = colour;
    return [name, probe] as const;
  });
  document.body.append(probes);
  const read = named.map(([name, probe]) => [name, getComputedStyle(probe).color] as const);
  probes.remove();
  return Object.fromEntries(read) as Record<Name, string>;
}
