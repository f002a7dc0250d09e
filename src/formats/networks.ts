import { t } from '../language/language.ts';
import { cleanName } from '../lib/clean-name.ts';
import { ExpectationError, expectThat, inWords, messageOf } from '../lib/expect.ts';
import { formatBytes } from '../lib/format-bytes.ts';
import { expectAnswers } from '../network/answerable.ts';
import { lenet5 } from '../network/lenet-5.ts';
import {
  type ExportedFile,
  type IncomingFile,
  type NetworkFormat,
  type NetworkImport,
  type PortableNetwork,
  RunFileError,
  runFileExtension,
} from './network-file.ts';
import { looksLikeSafetensors } from './safetensors/safetensors.ts';
import { looksLikeText } from './text.ts';
import { weightsByteLength } from './tfjs/weights.ts';
import { looksLikeZip, unpackZip, zipNames } from './zip.ts';

export * from './network-file.ts';

/**
 * Networks to files and back. The code of a format is loaded when it is asked for: most visits never
 * export anything, and ONNX brings its own language with it.
 */
const formats = {
  tfjs: {
    extension: '.tfjs.zip',
    mediaType: 'application/zip',
    load: () => import('./tfjs/network-tfjs.ts'),
  },
  onnx: {
    extension: '.onnx',
    mediaType: 'application/octet-stream',
    load: () => import('./onnx/network-onnx.ts'),
  },
  safetensors: {
    extension: '.safetensors',
    mediaType: 'application/octet-stream',
    load: () => import('./safetensors/network-safetensors.ts'),
  },
} as const;

/** 1 MB: four times the weights. What is larger is not this network. */
const bytesMost = 1_000_000;
const filesMost = 10;

/** @throws ExpectationError when the parameters are not P finite floats: no file is made of those */
export async function exportNetwork(network: PortableNetwork, format: NetworkFormat): Promise<ExportedFile> {
  const { extension, mediaType, load } = formats[format];
  const { writeNetwork } = await load();
  return { fileName: `${fileNameOf(network.name)}${extension}`, mediaType, bytes: writeNetwork(network) };
}

/**
 * The network in some files: one .onnx or .safetensors file, a model.json with its weights, or a zip of
 * either. What a file is follows from its bytes, not from its name.
 * A refusal says what was expected and what came; it never rejects for what a file holds.
 */
export async function importNetwork(files: readonly IncomingFile[]): Promise<NetworkImport> {
  try {
    const imported = await read(await contents(files));
    const { architecture, parameters } = imported.network;
    expectAnswers(architecture, parameters, [...files].map(({ name }) => cleanName(name)).join(', '));
    return { ok: true, ...imported };
  } catch (error) {
    if (error instanceof ExpectationError) {
      return { ok: false, reason: error.message, isRun: error instanceof RunFileError };
    }
    throw error;
  }
}

async function contents(files: readonly IncomingFile[]): Promise<Map<string, Uint8Array>> {
  const { length } = files;
  expectThat(length > 0 && length <= filesMost, t`network`, t`1 to ${filesMost} files`, length);
  const read = new Map<string, Uint8Array>();
  for (const file of files) {
    const name = cleanName(file.name) || t`file`;
    // By its name alone: whole runs are larger than any network.
    if (file.name.toLowerCase().endsWith(runFileExtension)) throw new RunFileError(name);
    expectKnownKind(name);
    if (file.size > bytesMost) {
      const usual = formatBytes(weightsByteLength(lenet5));
      throw new ExpectationError(
        t`${name} is too large for a LeNet-5: expected about ${usual}, at most ${formatBytes(bytesMost)}, got ${formatBytes(file.size)}`,
      );
    }
    try {
      read.set(name, new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      // Moved or changed since it was chosen, or a folder.
      throw new ExpectationError(t`${name}: expected to read it, got ${messageOf(error)}`);
    }
  }
  const [only] = read;
  if (read.size !== 1 || !only || !looksLikeZip(only[1])) return read;
  expectKnownArchive(only[0], only[1]);
  return unpackZip(only[1], only[0], bytesMost);
}

async function read(files: ReadonlyMap<string, Uint8Array>) {
  const told = [...files].map(([name, bytes]) => ({ name, bytes, looks: looksOf(bytes) }));
  const models = told.filter(({ looks }) => looks === 'json');
  // The weights beside a model.json may look like anything.
  if (models.length === 1 && models[0]) {
    const { name, bytes } = models[0];
    const { baseName, readNetwork } = await formats.tfjs.load();
    const beside = new Map([...files].map(([other, content]) => [baseName(other), content]));
    return { ...readNetwork(bytes, baseName(name), beside), format: 'tfjs' as const };
  }
  const [first] = told;
  if (told.length !== 1 || !first) {
    const names = [...files.keys()].slice(0, 5).map(inWords).join(', ') || t`no file`;
    throw new ExpectationError(
      t`network: expected one .onnx, .safetensors or .zip file, or model.json with its weights, got ${names}`,
    );
  }
  const { name, bytes, looks } = first;
  if (looks !== 'safetensors' && looks !== 'onnx')
    throw new ExpectationError(t`${name}: expected ${networkKinds()}, got ${looks}`);
  const { readNetwork } = await formats[looks].load();
  return { ...readNetwork(bytes, name), format: looks as NetworkFormat };
}

/** How to make a file that can be read here from one that cannot. */
const conversions = {
  keras: () =>
    t`a Keras file: convert it with "tensorflowjs_converter --input_format=keras FILE FOLDER", then choose all files of the folder`,
  torch: () =>
    t`a PyTorch file: export it with torch.onnx.export(model, torch.zeros(1, 1, 28, 28), "network.onnx"), then choose network.onnx`,
  tensorflow: () =>
    t`a TensorFlow file: save the model as .h5 and convert that with tensorflowjs_converter, then choose all files of its folder`,
} as const;

const foreignEndings: readonly (readonly [RegExp, keyof typeof conversions])[] = [
  [/\.(h5|hdf5|keras)$/i, 'keras'],
  [/\.(pt|pth|ckpt|torch)$/i, 'torch'],
  [/\.(pb|tflite)$/i, 'tensorflow'],
];

/** By name: other frameworks' files may be large, and are of no use here whatever they hold. */
function expectKnownKind(name: string): void {
  const found = foreignEndings.find(([ending]) => ending.test(name));
  if (found)
    throw new ExpectationError(t`${name}: expected ${networkKinds()}, got ${conversions[found[1]]()}`);
}

const networkKinds = () => t`a network (.onnx, .safetensors, or model.json with its weights)`;

/** By content: archives of Keras and PyTorch under another name. */
function expectKnownArchive(name: string, bytes: Uint8Array): void {
  const entries = zipNames(bytes, name);
  const kind = entries.some((entry) => entry.endsWith('model.weights.h5'))
    ? 'keras'
    : entries.some((entry) => /(^|\/)data\.pkl$/.test(entry)) && 'torch';
  if (kind) throw new ExpectationError(t`${name}: expected ${networkKinds()}, got ${conversions[kind]()}`);
}

function looksOf(bytes: Uint8Array): string {
  const start = Array.from(bytes.subarray(0, 4), (byte) => String.fromCharCode(byte)).join('');
  if (bytes.length === 0) return t`an empty file`;
  if (looksLikeZip(bytes)) return t`a zip archive within another or beside other files`;
  if (looksLikeSafetensors(bytes)) return 'safetensors';
  if (/^(\xef\xbb\xbf)?\s*\{/.test(start)) return 'json';
  if (start.startsWith('\x89PNG')) return t`a PNG picture`;
  if (start.startsWith('\xff\xd8')) return t`a JPEG picture`;
  if (start.startsWith('\x89HDF')) return conversions.keras();
  // Field 1 of a model, a number: its version.
  if (start.charCodeAt(0) === 0x08) return 'onnx';
  if (bytes.length === weightsByteLength(lenet5)) return t`bare weights: choose their model.json with them`;
  if (start.startsWith('\x1f\x8b')) return t`a gzip file: unpack it first`;
  if (start.charCodeAt(0) === 0x80 && start.charCodeAt(1) <= 5) return conversions.torch();
  if (start.startsWith('%PDF')) return t`a PDF document`;
  if (!looksLikeText(bytes)) return t`a file of another kind`;
  return start.startsWith('<') ? t`a web page or other markup` : t`a text file`;
}

/** A name that every system takes. */
export function fileNameOf(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 60) || 'network';
}
