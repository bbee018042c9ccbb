import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installPackages } from './install.mjs';

const failed = (stderr: string) => ({ code: 217, stdout: '', stderr });
const done = { code: 0, stdout: '', stderr: '' };

describe('installing packages', () => {
  let root: string;
  let left: string;
  let runs: boolean[];
  /** An npm that answers so, one answer after the other, and whether something was left there each time. */
  const npm =
    (...answers: readonly (typeof done)[]) =>
    () => {
      runs.push(fs.existsSync(left));
      return Promise.resolve(answers[runs.length - 1] ?? done);
    };

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(tmpdir(), 'enginehouse-install-'));
    left = path.join(root, 'node_modules', '.left-aBc12', 'file');
    fs.mkdirSync(path.dirname(left), { recursive: true });
    fs.writeFileSync(left, '');
    runs = [];
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  it('begins anew without what an interrupted one has left, and is done', async () => {
    const answer = failed("npm error code ENOTEMPTY\nnpm error syscall rename\nnpm error path '/x/node_modules/a'");
    expect(await installPackages(root, npm(answer))).toEqual(done);
    expect(runs).toEqual([true, false]);
  });

  it('tells of a second failure as it is', async () => {
    const answer = failed('npm error code ENOTEMPTY');
    expect(await installPackages(root, npm(answer, answer))).toEqual(answer);
    expect(runs).toHaveLength(2);
  });

  it('leaves everything where it is where something else is wrong', async () => {
    const answer = failed('npm error code ENOTFOUND');
    expect(await installPackages(root, npm(answer))).toEqual(answer);
    expect([runs.length, fs.existsSync(left)]).toEqual([1, true]);
  });
});
