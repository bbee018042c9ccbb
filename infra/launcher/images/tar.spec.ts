import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tarStream, type TarEntry } from './tar.mjs';

const bytes = async (entries: readonly TarEntry[]) => {
  const chunks: Buffer[] = [];
  for await (const chunk of tarStream(entries)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe('a tar archive', () => {
  let directory: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'enginehouse-tar-'));
  });
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  const unpacked = async (entries: readonly TarEntry[]) => {
    execFileSync('tar', ['-x', '-C', directory], { input: await bytes(entries) });
    return (name: string) => path.join(directory, name);
  };

  it('is read by tar: folders, files from memory and from disk, links, modes', async () => {
    const source = path.join(directory, 'source');
    fs.writeFileSync(source, 'from disk');
    const at = await unpacked([
      { type: 'directory', path: 'bin', mode: 0o755 },
      { type: 'file', path: 'bin/run', content: Buffer.from('from memory'), mode: 0o755 },
      { type: 'file', path: 'bin/data', source },
      { type: 'link', path: 'bin/link', target: 'run' },
    ]);
    expect(fs.readFileSync(at('bin/link'), 'utf8')).toBe('from memory');
    expect(fs.readFileSync(at('bin/data'), 'utf8')).toBe('from disk');
    expect(fs.statSync(at('bin/run')).mode & 0o777).toBe(0o755);
  });

  it.each([99, 100, 101, 230])('keeps a name of %i letters', async (length) => {
    const name = 'n'.repeat(length);
    const at = await unpacked([{ type: 'file', path: name, content: Buffer.from('x') }]);
    expect(fs.existsSync(at(name))).toBe(true);
  });

  it('has the same bytes every time', async () => {
    const entries: readonly TarEntry[] = [{ type: 'file', path: 'a', content: Buffer.from('same') }];
    expect(await bytes(entries)).toEqual(await bytes(entries));
  });
});
