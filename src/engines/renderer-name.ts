import { t } from '../language/language.ts';
/**
 * The renderer's name as a person reads it, from UNMASKED_RENDERER_WEBGL (extension
 * WEBGL_debug_renderer_info). Chromium gives "ANGLE (vendor, renderer, interface)", and each interface
 * wraps the card's name in its own way; Firefox gives a card of the same kind, "..., or similar".
 */
export function rendererName(unmasked: string): string {
  const software = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i.test(unmasked);
  const known = /swiftshader|llvmpipe|softpipe/i.exec(unmasked)?.[0].toLowerCase();
  if (known) return `${known === 'swiftshader' ? 'SwiftShader' : known} (software)`;
  const name = cleaned(unwrapped(unmasked.trim().replace(/, or similar$/, '')));
  if (!name || nameless.test(name)) return t`unnamed GPU`;
  return software ? `${name} (software)` : name;
}

/** Browsers that do not tell say so in these words. */
const nameless = /^(Generic Renderer|WebKit WebGL|Mozilla|WebGL)$/;

/** What stands around a card's name, outermost first. */
const wrappers = [
  /^(?:ANGLE )?Vulkan [\d.]+ \((.*)\)(?:, [^()]*)?$/,
  /^(?:D3D12|virgl|Virtio-GPU Venus|zink Vulkan [\d.]+) ?\((.*)\)$/,
  /^ANGLE Metal Renderer: (.*)$/,
  // A phone's own driver may be another ANGLE.
  /^\((.*)\)$/,
];

function unwrapped(text: string): string {
  const angle = /^ANGLE \((.*)\)(?: on Vulkan.*)?$/.exec(text)?.[1];
  if (angle !== undefined) return unwrapped(rendererIn(angle));
  // Numbers of devices stand behind the name, in the same brackets.
  const bare = text.replace(/ on Vulkan [\d.]+$/, '').replace(/ \(0x[0-9A-F]+\)/gi, '');
  for (const wrapper of wrappers) {
    const inner = wrapper.exec(bare)?.[1];
    if (inner !== undefined) return unwrapped(inner);
  }
  return bare;
}

/** "vendor, renderer, interface": vendors have commas of their own, and some browsers leave parts out. */
function rendererIn(angle: string): string {
  const parts = angle.split(/, *(?![^(]*\))/);
  const [last = ''] = parts.slice(-1);
  const hasInterface = parts.length > 2 || /^(OpenGL|Vulkan|D3D|Direct3D|Metal)/.test(last);
  return (hasInterface ? parts.at(-2) : last) ?? angle;
}

function cleaned(name: string): string {
  return (
    name
      .replace(/;.*$/, '')
      .replace(/ (Direct3D|OpenGL|Vulkan).*$/, '')
      .replace(/\((R|TM|C)\)/gi, '')
      .replace(/^Mesa (DRI )?/, '')
      // The driver's own name for the chip, and its versions.
      .replace(/ \([^()]*(RADV|NVK|LLVM|DRM|radeonsi)[^()]*\)/g, '')
      .replace(/\/PCIe.*$/, '')
      .replace(/( \([A-Z][A-Z0-9_ -]*\))+$/, '')
      .replace(/\s+/g, ' ')
      // Vulkan puts the vendor's name before that of the card, which has it already.
      .replace(/^(\S+) \1\b/i, '$1')
      .trim()
  );
}

const vendors: Readonly<Record<string, string>> = {
  amd: 'AMD',
  apple: 'Apple',
  arm: 'Arm',
  'img-tec': 'Imagination',
  intel: 'Intel',
  microsoft: 'Microsoft',
  nvidia: 'NVIDIA',
  qualcomm: 'Qualcomm',
  samsung: 'Samsung',
};

/** The name of a WebGPU adapter; browsers tell the vendor and the architecture at most, as a rule. */
export function adapterName(info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'description'>): string {
  const { vendor, architecture, description } = info;
  const told = [vendor, architecture, description].join(' ');
  if (description || /swiftshader/i.test(told)) return rendererName(description || told);
  const made = vendors[vendor.toLowerCase()] ?? vendor;
  if (!architecture) return made || rendererName('');
  return made ? `${made} (${architecture})` : architecture;
}
