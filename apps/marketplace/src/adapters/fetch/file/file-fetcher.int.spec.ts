import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '@enginehouse/testing';
import { fetching, refOf, refusalOf, textsOf } from '../testing/fetching.js';

let root = '';
let outside = '';
const at = (...parts: readonly string[]) => path.join(root, ...parts);
const file = (where: string) => ({ kind: 'file', path: where }) as const;
const fetch = (where: string) => fetching({ fileRoots: [root, '/nowhere'] }).fetch(file(where));
const check = (where: string) => fetching({ fileRoots: [root] }).check(file(where));

function put(where: string, text: string | Buffer): string {
  fs.mkdirSync(path.dirname(where), { recursive: true });
  fs.writeFileSync(where, text);
  return where;
}

beforeAll(() => {
  root = fs.realpathSync(temporaryDirectory('market-root'));
  outside = fs.realpathSync(temporaryDirectory('market-outside'));
  put(path.join(outside, 'secret.yaml'), 'name: secret\n');
});
afterAll(() => {
  for (const each of [root, outside]) fs.rmSync(each, { recursive: true });
});

describe('a path', () => {
  it.each([
    ['something outside', () => path.join(outside, 'secret.yaml')],
    ['something that leads out by dots', () => `${root}/../${path.basename(outside)}/secret.yaml`],
    ['something that only begins like the root', () => put(`${root}-other/x.yaml`, 'x')],
    ['what is not there', () => at('none.yaml')],
    ['a name that ends early', () => `${at('a.yaml')}\0.png`],
    ['a link to a file outside', () => linked('link.yaml', path.join(outside, 'secret.yaml'))],
    ['a link to a folder outside', () => linked('link', outside)],
    ['something behind such a link', () => path.join(linked('through', outside), 'secret.yaml')],
  ])('to %s has one and the same answer', async (_, where) => {
    const named = where();
    const wanted = {
      code: 'source-invalid',
      detail: `${named} is not there, or leads out of the folders for sources.`,
      hint: expect.stringContaining(`put it below ${root}`) as string,
    };
    expect(refusalOf(await fetch(named))).toEqual(wanted);
    expect(refusalOf(await check(named)).code).toBe('source-invalid');
    fs.rmSync(`${root}-other`, { recursive: true, force: true });
  });

  it('may be a link that stays inside', async () => {
    put(at('releases/5.yaml'), 'name: five\n');
    expect(textsOf(await fetch(linked('current.yaml', at('releases/5.yaml'))))).toEqual({ '5.yaml': 'name: five\n' });
  });

  it('is refused where no folder is set', async () => {
    expect(refusalOf(await fetching({ fileRoots: [] }).fetch(file('/etc/hosts')))).toEqual({
      code: 'source-invalid',
      detail: '/etc/hosts cannot be a source: no folder is set for sources that are files.',
      hint: 'Name folders in MARKETPLACE_FILE_ROOTS of the marketplace service, separated by colons.',
    });
  });

  it.each(['pipe.yaml', 'pipes'])('to a pipe is not waited for (%s)', async (name) => {
    const pipe = name === 'pipes' ? at('pipes/pipe.yaml') : at(name);
    fs.mkdirSync(path.dirname(pipe), { recursive: true });
    execFileSync('mkfifo', [pipe]);
    expect(refusalOf(await fetch(at(name))).code).toBe('source-invalid');
  });
});

describe('a folder', () => {
  it('is read without following what is linked in it', async () => {
    put(at('linked/real.yaml'), 'name: real\n');
    fs.symlinkSync(path.join(outside, 'secret.yaml'), at('linked/secret.yaml'));
    fs.symlinkSync(outside, at('linked/folder'));
    fs.symlinkSync(at('linked'), at('linked/round'));
    expect(textsOf(await fetch(at('linked')))).toEqual({ 'real.yaml': 'name: real\n' });
  });

  it('may hold no file at all only where that is allowed', async () => {
    fs.mkdirSync(at('hollow'));
    expect(refusalOf(await fetch(at('hollow')))).toMatchObject({ code: 'source-invalid' });
    const emptied = fetching({ fileRoots: [root] }).fetch(file(at('hollow')), { mayBeEmpty: true });
    expect(textsOf(await emptied)).toEqual({});
  });

  it('is called by what its files are named and hold', async () => {
    put(at('named/a.yaml'), 'x');
    const first = refOf(await fetch(at('named')));
    expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
    put(at('copied/a.yaml'), 'x');
    put(at('copied/.ignored.yaml'), 'y');
    expect(refOf(await fetch(at('copied')))).toBe(first);
    fs.renameSync(at('copied/a.yaml'), at('copied/b.yaml'));
    expect(refOf(await fetch(at('copied')))).not.toBe(first);
  });

  it('may have 5,000 files, and not one more', async () => {
    for (let each = 0; each < 5000; each += 1) put(at('many', `${each % 100}`, `${each}.yaml`), 'x');
    expect(Object.keys(textsOf(await fetch(at('many'))))).toHaveLength(5000);
    put(at('many/more.yaml'), 'x');
    expect(refusalOf(await fetch(at('many')))).toEqual({
      code: 'input-too-large',
      detail: `${at('many')} holds more than 5000 files.`,
      hint: 'Name a folder further down, or put the entries into fewer files.',
    });
  });

  it('may hold 8 MiB, and not one byte more', async () => {
    put(at('large/a.yaml'), Buffer.alloc(5 * 1024 ** 2, 'x'));
    put(at('large/b.yaml'), Buffer.alloc(3 * 1024 ** 2, 'x'));
    expect(await fetch(at('large'))).toMatchObject({ ok: true });
    put(at('large/c.yaml'), 'x');
    expect(refusalOf(await fetch(at('large')))).toEqual({
      code: 'input-too-large',
      detail: `${at('large')} holds more than 8388608 bytes.`,
      hint: 'The files of a source have at most 8 MiB together.',
    });
  });
});

function linked(name: string, to: string): string {
  fs.rmSync(at(name), { force: true });
  fs.symlinkSync(to, at(name));
  return at(name);
}
