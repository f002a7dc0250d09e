import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { lenet5 } from '../network/lenet-5.ts';
import { writeRunFile } from '../run/store/run-file.ts';
import { keptRun } from '../run/store/run-store.fixture.ts';
import { incoming, incomingOf, testNetwork } from './network.fixture.ts';
import { exportNetwork, importNetwork } from './networks.ts';
import { readSafetensors, type Safetensors, writeSafetensors } from './safetensors/safetensors.ts';

/** Files that look like networks of ours and are not: each is refused in words that say what is wrong. */

const bytesOf = async (format: 'tfjs' | 'onnx' | 'safetensors') =>
  (await exportNetwork(testNetwork(), format)).bytes;
const utf8 = (text: string) => new TextEncoder().encode(text);

async function refusal(...files: readonly (readonly [string, Uint8Array])[]): Promise<string> {
  const read = await importNetwork(files.map(([name, bytes]) => incoming(name, bytes)));
  expect(read.ok).toBe(false);
  return read.ok ? '' : read.reason;
}

/** Our own file with something else in it. */
async function changed(change: (file: Safetensors) => Partial<Safetensors>): Promise<string> {
  const file = readSafetensors(await bytesOf('safetensors'), 'ours');
  return refusal(['changed.safetensors', writeSafetensors({ ...file, ...change(file) })]);
}

test('a file of a newer version says who has written it, and what helps', async () => {
  const reason = await changed(({ metadata }) => ({ metadata: { ...metadata, lenet_lab_version: '2' } }));
  expect(reason).toMatch(/version 1, got version 2, which a newer LeNet Lab has written\. Close all tabs/);
});

test.each([
  ['other weights than its digest says', (values: Float32Array) => values.fill(0.5, 0, 1), /damaged/],
  ['a weight that is no number', (values: Float32Array) => values.fill(Number.NaN, 7, 8), /finite/],
])('%s', async (_, spoil, words) => {
  const reason = await changed(({ tensors }) => ({
    tensors: new Map(
      [...tensors].map(([name, { shape, values }], at) => {
        const copy = Float32Array.from(values);
        if (at === 0) spoil(copy);
        return [name, { shape, values: copy }];
      }),
    ),
  }));
  expect(reason).toMatch(words);
});

test('another network: a tensor of another shape, one more, one less', async () => {
  const [first] = lenet5.tensors;
  if (!first) throw new Error('no tensors');
  const withFirst = (values: Float32Array | Float64Array, shape: readonly number[]) =>
    changed(({ tensors }) => ({ tensors: new Map(tensors).set(first.name, { shape, values }) }));
  expect(await withFirst(new Float32Array(first.size), [first.size])).toMatch(
    /expected tensors of the shapes of LeNet-5's, got C1\/kernel \[150\]$/,
  );
  const more = (tensors: Safetensors['tensors']) =>
    new Map(tensors).set('extra', { shape: [1], values: new Float32Array(1) });
  expect(await changed(({ tensors }) => ({ tensors: more(tensors) }))).toMatch(
    /expected the 10 tensors with 61,706 numbers of LeNet-5, got \d+ tensors with [\d,]+ numbers/,
  );
  const less = (tensors: Safetensors['tensors']) => new Map([...tensors].slice(1));
  expect(await changed(({ tensors }) => ({ tensors: less(tensors) }))).toMatch(
    /expected the 10 tensors with 61,706 numbers of LeNet-5, got \d+ tensors with [\d,]+ numbers/,
  );
});

test('a header that announces tensors larger than the file takes no memory for them', async () => {
  const header = JSON.stringify({
    'c1.weight': { dtype: 'F32', shape: [2 ** 40], data_offsets: [0, 2 ** 42] },
  });
  const bytes = new Uint8Array(8 + header.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(utf8(header), 8);
  expect(await refusal(['huge.safetensors', bytes])).toContain('huge.safetensors');
});

test('keys that would reach the prototype of objects reach nothing', async () => {
  const file = readSafetensors(await bytesOf('safetensors'), 'ours');
  const provenance = JSON.parse(file.metadata.provenance ?? '{}');
  const hostile = JSON.stringify(provenance).replace(
    '"settings":{',
    '"settings":{"__proto__":{"polluted":1},',
  );
  const bytes = writeSafetensors({ ...file, metadata: { ...file.metadata, provenance: hostile } });
  const read = await importNetwork([incoming('p.safetensors', bytes)]);
  // The rest of it is sound: it comes in without that key.
  expect(read).toMatchObject({ ok: true });
  if (read.ok) expect(Object.keys(read.network.provenance.settings)).not.toContain('__proto__');
  const model = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
  await refusal(['model.json', utf8(model)]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a zip bomb, a zip in a zip, a zip without a network', async () => {
  const bomb = zipSync({ 'model.json': new Uint8Array(50_000_000) });
  expect(bomb.length).toBeLessThan(100_000);
  expect(await refusal(['bomb.zip', bomb])).toMatch(/at most 1\.0.MB unpacked, got 50\.0.MB$/);
  const inner = zipSync({ 'inner.zip': zipSync({ a: utf8('a') }) });
  expect(await refusal(['outer.zip', inner])).toContain('within another');
  expect(await refusal(['notes.zip', zipSync({ 'a.txt': utf8('hello') })])).toContain('expected a network');
});

test('deep JSON, an empty file, a picture, bare weights, nothing and too much', async () => {
  expect(await refusal(['model.json', utf8('{"a":'.repeat(100_000))])).toContain('model.json');
  expect(await refusal(['empty.onnx', new Uint8Array()])).toContain('an empty file');
  expect(await refusal(['a.onnx', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1)])).toContain('a PNG picture');
  expect(await refusal(['weights.bin', new Uint8Array(246_824)])).toContain('choose their model.json');
  expect(await refusal(['large.onnx', new Uint8Array(1_000_001)])).toMatch(
    /too large for a LeNet-5: expected about 246\.8.kB, at most 1\.0.MB, got 1\.0.MB$/,
  );
  expect(await refusal()).toContain('1 to 10 files');
});

test('what a file is that is no network, in words', async () => {
  const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  for (const [content, words] of [
    ['not a network\n', 'got a text file'],
    ['<!doctype html>', 'got a web page'],
    ['\x1f\x8b\x08', 'got a gzip file'],
    ['\x80\x02\x8a', 'got a PyTorch file: export it with torch.onnx.export'],
    ['%PDF-1.7', 'got a PDF'],
    ['\x01\x02\x03\xfa', 'got a file of another kind'],
    ['{"name": "x"}', 'is no model.json of TensorFlow.js'],
  ] as const) {
    expect(await refusal(['notes.onnx', bytes(content)])).toContain(words);
  }
});

test.each([
  [
    'lenet.h5',
    Uint8Array.of(0x89, 0x48, 0x44, 0x46, 1),
    /a Keras file: convert it with "tensorflowjs_converter/,
  ],
  ['lenet.keras', zipSync({ 'config.json': utf8('{}'), 'model.weights.h5': utf8('x') }), /a Keras file/],
  ['renamed.zip', zipSync({ 'config.json': utf8('{}'), 'model.weights.h5': utf8('x') }), /a Keras file/],
  ['lenet.pt', zipSync({ 'lenet/data.pkl': utf8('x'), 'lenet/version': utf8('3') }), /torch\.onnx\.export/],
  [
    'renamed.zip',
    zipSync({ 'lenet/data.pkl': utf8('x'), 'lenet/version': utf8('3') }),
    /torch\.onnx\.export/,
  ],
  ['lenet.pth', utf8('\x80\x02'), /torch\.onnx\.export/],
  ['saved_model.pb', utf8('\x08\x01'), /a TensorFlow file/],
])('%s of another framework says how to convert it', async (name, bytes, words) => {
  expect(await refusal([name, bytes])).toMatch(words);
  const large = { ...incoming(name, bytes), size: 40_000_000 };
  const told = await importNetwork([large]);
  if (!name.endsWith('.zip')) expect(told).toMatchObject({ reason: expect.stringMatching(words) });
});

test('a training run is told from a network by its name or its content, and has its own page', async () => {
  const { record, progress } = keptRun('a');
  const run = writeRunFile({ run: { record, progress }, moments: new Map() });
  for (const name of ['mine.lenet-run', 'mine.safetensors']) {
    expect(await importNetwork([incoming(name, run)])).toEqual({
      ok: false,
      reason: `${name}: expected a network, got a training run: open it on the Train page`,
      isRun: true,
    });
  }
  const large = { ...incoming('large.lenet-run', run), size: 4_000_000 };
  expect(await importNetwork([large])).toMatchObject({ isRun: true });
  expect(await importNetwork([incoming('notes.onnx', utf8('hello'))])).toMatchObject({ isRun: false });
});

test('a file that is cut short says how much of it is there', async () => {
  const bytes = await bytesOf('safetensors');
  const cut = (length: number) => refusal(['cut.safetensors', bytes.slice(0, length)]);
  expect(await cut(bytes.length - 4)).toBe(
    'cut.safetensors is cut short: expected 246,824 bytes of tensors, got 246,820',
  );
  expect(await cut(300)).toMatch(/^cut\.safetensors is cut short: expected [\d,]+ bytes of header, got 292$/);
});

test('a model.json without its weights says which file is missing', async () => {
  const { unpackZip } = await import('./zip.ts');
  const files = unpackZip(await bytesOf('tfjs'), 'ours.zip', 1_000_000);
  const model = files.get('model.json');
  if (!model) throw new Error('no model.json');
  expect(await refusal(['model.json', model])).toMatch(/weights\.bin.* beside it, got/);
});

test.each(['tfjs', 'onnx', 'safetensors'] as const)(
  '%s: a network of weights of 3.4e38 is refused, as it cannot answer',
  async (format) => {
    const parameters = testNetwork().parameters.fill(3.4e38, 200, 210);
    const file = await exportNetwork(testNetwork({ parameters }), format);
    expect(await refusal([file.fileName, file.bytes])).toMatch(
      /^My-network-7\.\w+(\.zip)?: this network cannot be used, as its weights are too large to give an answer \(C3/,
    );
  },
);

test('each format cut in the middle is refused', async () => {
  for (const format of ['tfjs', 'onnx', 'safetensors'] as const) {
    const file = await exportNetwork(testNetwork(), format);
    const cut = incomingOf({ ...file, bytes: file.bytes.slice(0, file.bytes.length / 2) });
    expect(await importNetwork([cut])).toMatchObject({ ok: false });
  }
});
