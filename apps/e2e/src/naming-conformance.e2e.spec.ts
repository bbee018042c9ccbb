import { acceptedCodes, vectors, type Vector } from '@enginehouse/backend-spec/testing';
import type { Problem } from '@enginehouse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, type ApiAnswer } from './support/api.js';
import { unique } from './support/backends.js';
import { cli } from './support/cli.js';

interface NamingVector extends Vector {
  readonly name: string;
  readonly typed: string;
  readonly source: 'built_in' | 'community' | 'custom';
  readonly existing: readonly string[];
  readonly via?: 'form' | 'api';
  readonly old: string;
  readonly new: string;
  readonly image: string;
  readonly backend_name: string;
}

const named = (kind: string, wanted: (vector: NamingVector) => boolean = () => true) =>
  vectors<NamingVector>('naming', kind).filter(([, vector]) => wanted(vector));
const version = (name = 'v1', image = 'a/b:1') => ({ name, images: [{ framework: 'cpu', image_name: image }] });
const definition = (name: string, image?: string) => ({ backend_name: name, versions: [version('v1', image)] });
const register = (json: unknown) => api<Problem>('POST', '/v1/backends', { json });
const address = (name: string, more = '') => `/v1/backends/${encodeURIComponent(name)}${more}`;
const kebab = (code: string) => code.replaceAll('_', '-');

/** The code may be the problem's own or that of the field at fault; the field is named either way. */
function expectRefused(problem: Problem, vector: NamingVector, path?: readonly (string | number)[]): void {
  const codes = acceptedCodes(vector).map(kebab);
  const found = [problem.code, ...(problem.errors ?? []).map(({ code }) => code)];
  expect(
    found.some((code) => codes.includes(code)),
    JSON.stringify(problem),
  ).toBe(true);
  if (path && problem.errors) expect(problem.errors.map((error) => error.path)).toContainEqual(path);
}

function expectAnswer(answer: ApiAnswer<Problem>, vector: NamingVector, path?: readonly (string | number)[]): boolean {
  if ('ok' in vector.expected) {
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return true;
  }
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expectRefused(answer.body, vector, path);
  return false;
}

async function byCli(json: unknown): Promise<Problem> {
  const run = await cli(['backend', 'apply', '-f', '-', '--json'], { input: JSON.stringify(json) });
  expect(run.code).not.toBe(0);
  return JSON.parse(run.err) as Problem;
}

describe('the name of a backend', () => {
  const custom = named('backend_name', ({ source }) => source === 'custom');

  it.each(custom)('%s', async (_, vector) => {
    for (const name of vector.existing) await register(definition(name));
    if (expectAnswer(await register(definition(vector.name)), vector, ['backend_name'])) {
      await api('DELETE', address(vector.name));
    }
    for (const name of vector.existing) await api('DELETE', address(name));
  });

  const refused = custom.filter(([, { expected, existing }]) => 'error' in expected && existing.length === 0);
  // A built-in's own name is no refusal here: `apply` then edits that backend.
  // With a NUL in its name nothing can be addressed.
  const unlikeBuiltIns = refused.filter(
    ([, { expected, name }]) => expected.error !== 'name_reserved' && !name.includes('\0'),
  );
  it.concurrent.each(unlikeBuiltIns)('%s: by the CLI', async (_, vector) => {
    expectRefused(await byCli(definition(vector.name)), vector, ['backend_name']);
  });

  it.each(named('rename'))('never changes: %s', async (_, vector) => {
    await register(definition(vector.old));
    expectAnswer(await api<Problem>('PUT', address(vector.old), { json: definition(vector.new) }), vector);
    await api('DELETE', address(vector.old));
  });
});

describe('the name of a version', () => {
  const own = `${unique('naming')}-custom`;
  beforeAll(() => register({ ...definition(own), versions: [version('first')] }));
  afterAll(() => api('DELETE', address(own)));

  it.each(named('version_name', ({ via, source }) => via === 'api' && source !== 'community'))(
    '%s',
    async (_, vector) => {
      const backend = vector.source === 'built_in' ? vector.backend_name : own;
      const answer = await api<Problem>('POST', address(backend, '/versions'), { json: version(vector.typed) });
      if (expectAnswer(answer, vector, ['version', 'name'])) {
        await api('DELETE', address(backend, `/versions/${encodeURIComponent(vector.typed)}`));
      }
    },
  );
});

describe('an image reference', () => {
  const path = ['versions', 0, 'images', 0, 'image_name'];

  it.each(named('image_ref'))('%s', async (_, vector) => {
    const name = `${unique('image')}-custom`;
    if (expectAnswer(await register(definition(name, vector.image)), vector, path)) await api('DELETE', address(name));
  });

  it.concurrent.each(named('image_ref', ({ expected }) => 'error' in expected))('%s: by the CLI', async (_, vector) => {
    expectRefused(await byCli(definition('image-by-cli-custom', vector.image)), vector, path);
  });
});

describe('deleting', () => {
  it.each(named('delete', ({ source }) => source !== 'community'))('%s', async (_, vector) => {
    if (vector.source === 'custom') await register(definition(vector.backend_name));
    expectAnswer(await api<Problem>('DELETE', address(vector.backend_name)), vector);
  });
});
