import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '@enginehouse/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { storesContract, type Stores } from '../stores.contract.js';
import { writeAtomically } from './atomic-file.js';
import { FileInstanceRecords } from './file-instance-records.js';
import { FileLogArchive } from './file-log-archive.js';
import { FileOutboxStore } from './file-outbox-store.js';
import { KeptFile } from './kept-file.js';
import { RootedModelPaths } from './rooted-model-paths.js';
import { RootedModelWeights } from './rooted-model-weights.js';

const openIn = async (directory: string): Promise<Stores> => ({
  kept: new KeptFile(join(directory, 'kept.json'), z.object({ name: z.string() })),
  records: await FileInstanceRecords.open(join(directory, 'instances')),
  outbox: new FileOutboxStore(join(directory, 'outbox')),
  archive: new FileLogArchive(join(directory, 'logs')),
  reopen: () => openIn(directory),
});

const everything = temporaryDirectory('runtime-files');
const folder = () => mkdtempSync(join(everything, 'one-'));
afterAll(() => rmSync(everything, { recursive: true, force: true }));

storesContract('files', () => openIn(folder()));

describe('a file', () => {
  it('is only its user’s, and leaves no drafts behind', async () => {
    const directory = folder();
    const file = join(directory, 'identity.json');
    await writeAtomically(file, 'one');
    await writeAtomically(file, 'two');
    expect(readFileSync(file, 'utf8')).toBe('two');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['identity.json']);
  });

  it.each(['', '{"name":', '{"name":1}'])('that cannot be read is put aside: %s', async (text) => {
    const file = join(folder(), 'kept.json');
    writeFileSync(file, text);
    expect(await new KeptFile(file, z.object({ name: z.string() })).load()).toBeNull();
    expect(existsSync(`${file}.unreadable`)).toBe(true);
  });
});

describe('a model path', () => {
  const place = folder();
  const root = join(place, 'models');
  mkdirSync(join(root, 'tiny'), { recursive: true });
  mkdirSync(join(place, 'models-of-others'));
  symlinkSync(join(root, 'tiny'), join(root, 'latest'));
  symlinkSync('/etc', join(root, 'sneaky'));
  const paths = new RootedModelPaths([root]);

  it('is allowed below a root, links within it resolved', async () => {
    expect(await paths.resolve(join(root, 'tiny'))).toEqual({ ok: true, value: join(root, 'tiny') });
    expect(await paths.resolve(join(root, 'latest'))).toEqual({ ok: true, value: join(root, 'tiny') });
  });

  it('is missing when nothing is there', async () => {
    expect(await paths.resolve(join(root, 'none'))).toMatchObject({ error: { code: 'model-path-missing' } });
  });

  it.each([
    ['elsewhere', '/etc'],
    ['elsewhere and missing', '/no/such/path'],
    ['led out by a link', join(root, 'sneaky')],
    ['climbing out', `${root}/../models-of-others`],
    ['beside a root with a longer name', join(place, 'models-of-others')],
  ])('is not allowed %s', async (_, path) => {
    expect(await paths.resolve(path)).toMatchObject({ error: { code: 'model-path-not-allowed' } });
  });
});

const write = (path: string, bytes: number) => writeFileSync(path, Buffer.alloc(bytes));

describe('the weights of a model', () => {
  const place = folder();
  const root = join(place, 'models');
  const model = join(root, 'tiny');
  mkdirSync(join(model, 'parts'), { recursive: true });
  mkdirSync(join(root, 'plain'));
  write(join(model, 'one.safetensors'), 1000);
  write(join(model, 'parts', 'two.BIN'), 200);
  write(join(model, 'tokenizer.json'), 7);
  write(join(root, 'blob'), 50);
  write(join(place, 'foreign.gguf'), 9999);
  write(join(root, 'plain', 'a'), 3);
  write(join(root, 'plain', 'b'), 4);
  symlinkSync(join(root, 'blob'), join(model, 'three.gguf'));
  symlinkSync(join(place, 'foreign.gguf'), join(model, 'foreign.gguf'));
  symlinkSync(join(model, 'one.safetensors'), join(model, 'again.safetensors'));
  symlinkSync(model, join(model, 'parts', 'round'));
  symlinkSync('/etc', join(root, 'sneaky'));
  const paths = new RootedModelPaths([root]);
  const read = (path: string, limits = {}) => new RootedModelWeights(paths, limits).read(path);

  it('are the files that hold weights, each once, and nothing that a link leads out to', async () => {
    expect(await read(model)).toEqual({ ok: true, value: { weightsBytes: 1250, files: 3 } });
  });

  it('are all files where none is known to hold weights, and a file by itself', async () => {
    expect(await read(join(root, 'plain'))).toEqual({ ok: true, value: { weightsBytes: 7, files: 2 } });
    expect(await read(join(root, 'blob'))).toEqual({ ok: true, value: { weightsBytes: 50, files: 1 } });
  });

  it.each([
    ['/etc', 'model-path-not-allowed'],
    [join(root, 'sneaky'), 'model-path-not-allowed'],
    [join(root, 'none'), 'model-path-missing'],
  ])('are looked at only where they may be mounted: %s', async (path, code) => {
    expect(await read(path)).toMatchObject({ error: { code: 'invalid-input', errors: [{ code, path: ['path'] }] } });
  });

  it('are not known where there is too much to look at, too little time, or enough others ask', async () => {
    const tooMany = await read(model, { mostEntries: 3 });
    expect(tooMany).toMatchObject({ error: { code: 'unavailable', detail: expect.stringContaining('more than 3') } });
    const stuck = { resolve: () => new Promise<never>(() => {}) };
    const slow = new RootedModelWeights(stuck, { deadlineMs: 20, mostAtOnce: 1 });
    expect(await slow.read(model)).toMatchObject({ error: { detail: expect.stringContaining('not done within') } });
    expect(await slow.read(root)).toMatchObject({ error: { detail: expect.stringContaining('other models') } });
  });
});
