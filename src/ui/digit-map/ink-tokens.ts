/** The tokens of ui/tokens.css that a map is painted with: a canvas cannot read style sheets. */
export interface InkTokens {
  readonly paper: string;
  readonly ink: string;
  readonly accent: string;
  readonly font: string;
}

/** As they are now, in this theme. */
export function readTokens(canvas: HTMLCanvasElement): InkTokens {
  const host = canvas.parentElement ?? document.body;
  const probe = host.appendChild(document.createElement('i'));
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const tokens = {
    paper: read('--paper'),
    ink: read('--ink'),
    accent: read('--accent'),
    font: getComputedStyle(host).fontFamily,
  };
  probe.remove();
  return tokens;
}
