import { t } from '../language/language.ts';
import { ExpectationError } from '../lib/expect.ts';
import type { Result } from '../lib/result.ts';
import type { Network } from '../network/architecture.ts';
import type { NetworkProvenance } from '../network/provenance.ts';

/** A network that leaves the page or has come to it. */
export interface PortableNetwork extends Network {
  readonly name: string;
  readonly provenance: NetworkProvenance;
}

export const networkFormats = ['tfjs', 'onnx', 'safetensors'] as const;
export type NetworkFormat = (typeof networkFormats)[number];

/** A file to be saved. */
export interface ExportedFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A file of the person's: the browser's File is one. */
export interface IncomingFile {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export type NetworkImport = Result<{
  readonly network: PortableNetwork;
  readonly format: NetworkFormat;
  /** Whether the file carried a digest of its weights, which then fits them. */
  readonly digest: boolean;
}> & {
  /** Of what is refused: whether it is a training run, which another page opens. */
  readonly isRun?: boolean;
};

/** A run came where a network was expected. */
export class RunFileError extends ExpectationError {
  constructor(file: string) {
    super(t`${file}: expected a network, got a training run: open it on the Train page`);
  }
}

/** How a whole training run in a file is named, and what its metadata begins with. */
export const runFileExtension = '.lenet-run';
export const runVersionKey = 'lenet_lab_run_version';
