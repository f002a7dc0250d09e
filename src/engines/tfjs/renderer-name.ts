/**
 * The renderer's name as a person reads it, from UNMASKED_RENDERER_WEBGL (extension
 * WEBGL_debug_renderer_info). Chromium wraps it: "ANGLE (vendor, renderer, driver)".
 */
export function rendererName(unmasked: string): string {
  const software = /swiftshader|llvmpipe|softpipe|software|basic render/i.test(unmasked);
  const known = /swiftshader|llvmpipe|softpipe/i.exec(unmasked)?.[0].toLowerCase();
  if (known) return `${known === 'swiftshader' ? 'SwiftShader' : known} (software)`;
  const angle = /^ANGLE \((.*)\)$/.exec(unmasked.trim())?.[1];
  // The vendor comes first and never holds a comma; a name without one has no vendor.
  const renderer = angle ? (/^[^,]*, *(.*)$/.exec(angle)?.[1] ?? angle) : unmasked;
  const name = renderer
    .replace(/^ANGLE Metal Renderer: /, '')
    .replace(/, (or similar|D3D\d+.*|OpenGL.*|Vulkan.*|Unspecified Version.*)$/i, '')
    .replace(/ (Direct3D|OpenGL|Vulkan).*$/, '')
    .replace(/\((R|TM|C)\)/gi, '')
    .replace(/^Mesa (DRI )?/, '')
    .replace(/ \(0x[0-9A-F]+\)/gi, '')
    .replace(/\/PCIe.*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (!name) return 'unnamed GPU';
  return software ? `${name} (software)` : name;
}
