import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDocuments } from './documents.js';
import type { Io } from './io.js';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'enginehouse-documents-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const ioOf = (stdin: string) => ({ cwd, readStdin: () => Promise.resolve(stdin) }) as unknown as Io;
const read = (stdin: string) => readDocuments(ioOf(stdin), ['-']);
const write = (name: string, text: string | Uint8Array) => writeFileSync(join(cwd, name), text);
const yaml = (name: string) => `backend_name: ${name}\nversion_configs: {}\n`;

describe('a document', () => {
  it('knows its name, also where it has errors', async () => {
    await expect(read(yaml('engine-custom'))).resolves.toEqual([
      {
        source: 'standard input',
        line: 1,
        type: 'application/yaml',
        content: yaml('engine-custom'),
        name: 'engine-custom',
      },
    ]);
  });

  it('is JSON where it is, unless the fields are those of the YAML', async () => {
    const json = '{"backend_name":"engine-custom"}';
    await expect(read(json)).resolves.toMatchObject([{ type: 'application/json', name: 'engine-custom' }]);
    const foreign = '{"backend_name":"engine-custom","version_configs":{}}';
    await expect(read(foreign)).resolves.toMatchObject([{ type: 'application/yaml', name: 'engine-custom' }]);
  });

  it('may be what `backend get -o json` prints, with the definition inside', async () => {
    const definition = { backend_name: 'a-custom', versions: [] };
    const view = JSON.stringify({ name: 'a-custom', revision: 7, definition });
    const wanted = { name: 'a-custom', type: 'application/json', content: JSON.stringify(definition) };
    await expect(read(view)).resolves.toMatchObject([wanted]);
  });

  it('of more than a server would read is refused, but not a file of many', async () => {
    await expect(read('x'.repeat(1024 * 1024 + 1))).rejects.toThrow('larger than 1 MiB');
    const half = `${yaml('a-custom')}${'# comment\n'.repeat(60_000)}`;
    expect(await read(`${half}---\n${half}`)).toHaveLength(2);
  });

  it('with nothing in it is named, and nothing is sent', async () => {
    await expect(read(' \n')).rejects.toThrow('standard input is empty.');
    write('empty.yaml', '');
    await expect(readDocuments(ioOf(''), ['empty.yaml'])).rejects.toThrow('empty.yaml is empty.');
  });

  it('that is not UTF-8 is refused, for nothing may be stored that nobody wrote', async () => {
    write('a.yaml', Uint8Array.of(0x61, 0xc0, 0xaf));
    await expect(readDocuments(ioOf(''), ['a.yaml'])).rejects.toThrow('malformed-body: a.yaml is not UTF-8.');
  });
});

describe('documents', () => {
  it('of one file say which they are and where they begin', async () => {
    expect((await read(`${yaml('a-custom')}---\n# empty\n---\n${yaml('b-custom')}`)).map(shown)).toEqual([
      'standard input (document 1):1 a-custom',
      'standard input (document 2):5 b-custom',
    ]);
  });

  it('of a folder come in the order of their paths, without what is hidden or of another kind', async () => {
    mkdirSync(join(cwd, 'all/.git'), { recursive: true });
    mkdirSync(join(cwd, 'all/b.yaml'));
    write('all/c.yml', yaml('c-custom'));
    write('all/a.json', '{"backend_name":"a-custom"}');
    write('all/b.yaml/inner.yaml', yaml('b-custom'));
    write('all/README.md', 'no document');
    write('all/.hidden.yaml', yaml('hidden-custom'));
    write('all/.git/x.yaml', yaml('hidden-custom'));
    symlinkSync(join(cwd, 'all'), join(cwd, 'all/circle'));
    write('elsewhere', yaml('d-custom'));
    symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'all/d.yaml'));
    const documents = await readDocuments(ioOf(yaml('stdin-custom')), ['-', 'all', 'elsewhere']);
    expect(documents.map(shown)).toEqual([
      'standard input:1 stdin-custom',
      'all/a.json:1 a-custom',
      'all/b.yaml/inner.yaml:1 b-custom',
      'all/c.yml:1 c-custom',
      'all/d.yaml:1 d-custom',
      'elsewhere:1 d-custom',
    ]);
  });

  it('are not none because a folder is empty or missing', async () => {
    mkdirSync(join(cwd, 'empty'));
    await expect(readDocuments(ioOf(''), ['empty'])).rejects.toThrow('empty holds no *.yaml');
    await expect(readDocuments(ioOf(''), ['missing'])).rejects.toThrow('there is no such file');
  });

  it('without any content are one that the server refuses', async () => {
    await expect(read('# nothing\n')).resolves.toMatchObject([{ content: '# nothing\n', name: undefined }]);
  });
});

const shown = ({ source, line, name }: Awaited<ReturnType<typeof readDocuments>>[number]) =>
  `${source}:${line} ${name}`;
