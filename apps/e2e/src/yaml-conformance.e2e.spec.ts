import { acceptedCodes, asVector, documentOf, vectors, type YamlVector } from '@enginehouse/backend-spec/testing';
import type { BackendView, FieldError, Problem } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { api } from './support/api.js';
import { cli } from './support/cli.js';
import { stack } from './support/stack.js';

const all = vectors<YamlVector>('yaml').filter(([, { mode }]) => mode === 'create');
const isAccepted = ([, { expected }]: (typeof all)[number]) => 'ok' in expected;
const accepted = all.filter(isAccepted);
const refused = all.filter((one) => !isAccepted(one));

const bytesOf = (vector: YamlVector): Uint8Array => Buffer.from(documentOf(vector));
const nameOf = (vector: YamlVector) => (vector.expected.ok as { backend_name: string }).backend_name;
const addressOf = (name: string) => `/v1/backends/${encodeURIComponent(name)}`;

async function register(yaml: Uint8Array): Promise<{ status: number; body: Problem }> {
  const answer = await fetch(`${stack().apiUrl}/v1/backends`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack().token}`, 'content-type': 'application/yaml' },
    body: new Blob([Buffer.from(yaml)]),
  });
  return { status: answer.status, body: (await answer.json()) as Problem };
}

const stored = async (name: string) => (await api<BackendView>('GET', addressOf(name))).body.definition;
const kebab = (code: string) => code.replaceAll('_', '-');

describe('a YAML document that the rules accept', () => {
  it.each(accepted)('%s', async (_, vector) => {
    const name = nameOf(vector);
    expect(await register(bytesOf(vector))).toMatchObject({ status: 201 });
    const definition = await stored(name);
    expect(asVector(definition)).toEqual(vector.expected.ok);

    const exported = await api<string>('GET', addressOf(name), { headers: { accept: 'application/yaml' } });
    await api('DELETE', addressOf(name));
    expect(await register(Buffer.from(exported.body))).toMatchObject({ status: 201 });
    expect(await stored(name)).toEqual(definition);
    await api('DELETE', addressOf(name));
  });
});

/** A body that is too long or not text at all never reaches the parser, so it has a code of its own. */
const early: Readonly<Record<string, string>> = {
  input_too_large: 'input-too-large',
  invalid_encoding: 'malformed-body',
};

function expectRefusal(problem: Problem, vector: YamlVector): void {
  const { error = '', path } = vector.expected;
  if (problem.code === early[error]) return;
  const errors: readonly FieldError[] = problem.errors ?? [];
  expect(errors, JSON.stringify(problem)).not.toEqual([]);
  expect(acceptedCodes(vector).map(kebab)).toEqual(expect.arrayContaining(errors.map(({ code }) => code)));
  expect(errors.every(({ line = 0, column = 0 }) => line > 0 && column > 0)).toBe(true);
  expect(errors.find(({ code }) => code === kebab(error))?.path ?? path).toEqual(path);
}

describe('a YAML document that the rules refuse', () => {
  it.each(refused)('%s', async (_, vector) => {
    const { status, body } = await register(bytesOf(vector));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expectRefusal(body, vector);
  });

  // To `apply`, a built-in's name means that backend, and a file may hold several documents, empty ones too.
  const forApply = refused.filter(([, { id }]) => !['yaml-0132', 'yaml-0133', 'yaml-0173'].includes(id));
  it.concurrent.each(forApply)('%s: by the CLI', async (_, vector) => {
    const run = await cli(['backend', 'apply', '-f', '-', '--json'], { input: bytesOf(vector) });
    expect(run.code).toBe(1);
    expect(run.err).not.toMatch(/\n\s+at .*\(.*:\d+:\d+\)/);
    expectRefusal(JSON.parse(run.err) as Problem, vector);
  });
});
