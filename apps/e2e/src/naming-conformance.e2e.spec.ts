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

type Path = readonly (string | number)[];

/** What an answer comes to: `accepted`, `refused` as one of the vector's codes and at that field, or else what is wrong with it. */
function outcomeOf({ status, body }: Pick<ApiAnswer<Problem>, 'status' | 'body'>, vector: NamingVector, path?: Path) {
  if (status < 300) return 'accepted';
  const { code, errors = [] } = body;
  const codes = acceptedCodes(vector).map(kebab);
  const isExpected = status < 500 && [code, ...errors.map((error) => error.code)].some((each) => codes.includes(each));
  const isNamed = !path || errors.length === 0 || errors.some((error) => error.path.join('/') === path.join('/'));
  return isExpected && isNamed ? 'refused' : JSON.stringify({ status, body });
}

const expected = (vector: NamingVector) => ('ok' in vector.expected ? 'accepted' : 'refused');

/** The CLI's refusal in the shape of an answer; it knows no status. */
async function byCli(json: unknown): Promise<Pick<ApiAnswer<Problem>, 'status' | 'body'>> {
  const run = await cli(['backend', 'apply', '-f', '-', '--json'], { input: JSON.stringify(json) });
  return run.code === 0 ? { status: 200, body: {} as Problem } : { status: 422, body: JSON.parse(run.err) as Problem };
}

describe('the name of a backend', () => {
  const custom = named('backend_name', ({ source }) => source === 'custom');

  it.each(custom)('%s', async (_, vector) => {
    for (const name of vector.existing) await register(definition(name));
    const answer = await register(definition(vector.name));
    for (const name of [vector.name, ...vector.existing]) if (name) await api('DELETE', address(name));
    expect(outcomeOf(answer, vector, ['backend_name'])).toBe(expected(vector));
  });

  const refused = custom.filter(([, { expected, existing }]) => 'error' in expected && existing.length === 0);
  // A built-in's own name is no refusal here: `apply` then edits that backend.
  // With a NUL in its name nothing can be addressed.
  const unlikeBuiltIns = refused.filter(
    ([, { expected, name }]) => expected.error !== 'name_reserved' && !name.includes('\0'),
  );
  it.concurrent.each(unlikeBuiltIns)('%s: by the CLI', async (_, vector) => {
    const answer = await byCli(definition(vector.name));
    expect(outcomeOf(answer, vector, ['backend_name'])).toBe(expected(vector));
  });

  it.each(named('rename'))('never changes: %s', async (_, vector) => {
    await register(definition(vector.old));
    const answer = await api<Problem>('PUT', address(vector.old), { json: definition(vector.new) });
    await api('DELETE', address(vector.old));
    expect(outcomeOf(answer, vector)).toBe(expected(vector));
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
      if (vector.typed) await api('DELETE', address(backend, `/versions/${encodeURIComponent(vector.typed)}`));
      expect(outcomeOf(answer, vector, ['version', 'name'])).toBe(expected(vector));
    },
  );
});

describe('an image reference', () => {
  const path = ['versions', 0, 'images', 0, 'image_name'];

  it.each(named('image_ref'))('%s', async (_, vector) => {
    const name = `${unique('image')}-custom`;
    const answer = await register(definition(name, vector.image));
    await api('DELETE', address(name));
    expect(outcomeOf(answer, vector, path)).toBe(expected(vector));
  });

  it.concurrent.each(named('image_ref', ({ expected }) => 'error' in expected))('%s: by the CLI', async (_, vector) => {
    const answer = await byCli(definition('image-by-cli-custom', vector.image));
    expect(outcomeOf(answer, vector, path)).toBe(expected(vector));
  });
});

describe('deleting', () => {
  it.each(named('delete', ({ source }) => source !== 'community'))('%s', async (_, vector) => {
    if (vector.source === 'custom') await register(definition(vector.backend_name));
    const answer = await api<Problem>('DELETE', address(vector.backend_name));
    expect(outcomeOf(answer, vector)).toBe(expected(vector));
  });
});
