import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plainIssues } from './plain-issues.js';
import { deploymentSpec } from './scheduling/deployment.js';

const said = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, plainIssues()).error?.issues.map(({ message }) => message);

const kinds = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('http'), url: z.url() }),
  z.object({ kind: z.literal('file') }),
]);

describe('what a schema says in plain words', () => {
  it.each([
    ['nothing given', z.string(), undefined, 'is required'],
    ['nothing chosen', z.enum(['a', 'b']), undefined, 'is required: a, b'],
    ['no text', z.string(), 3, 'must be a text'],
    ['no number', z.number(), 'three', 'must be a number'],
    ['a number that could not be read', z.number(), Number.NaN, 'must be a number'],
    ['no whole number', z.number().int(), 1.5, 'must be a whole number'],
    ['too small a number', z.number().min(0), -1, 'must be at least 0'],
    ['a number that is not positive', z.number().positive(), 0, 'must be more than 0'],
    ['too large a number', z.number().max(1000), 1001, 'must be at most 1000'],
    ['an empty text', z.string().min(1), '', 'must not be empty'],
    ['a text that is too long', z.string().max(3), 'four', 'must have at most 3 characters'],
    ['an empty list', z.array(z.string()).min(1), [], 'must not be empty'],
    ['too long a list', z.array(z.string()).max(1), ['a', 'b'], 'must have at most 1 items'],
    ['no list', z.array(z.string()), {}, 'must be a list'],
    ['no object', z.record(z.string(), z.string()), [], 'must be an object'],
    ['neither', z.boolean(), 'yes', 'must be true or false'],
    ['another choice', z.enum(['a', 'b']), 'c', 'must be one of a, b'],
    ['another value', z.literal('a'), 'c', 'must be a'],
    ['another kind', kinds, { kind: 'ftp' }, 'must be one of http, file'],
    ['no kind', kinds, {}, 'is required: http, file'],
    ['no address', kinds, { kind: 'http', url: 'x' }, 'must be an address such as https://example.org'],
    ['another beginning', z.string().startsWith('/'), 'x', 'must start with "/"'],
    ['no time', z.iso.datetime(), 'today', 'must be a time such as 2026-01-31T12:00:00Z'],
    ['no form that fits', z.union([z.string(), z.number()]), true, 'has none of the forms it may have'],
    ['a field too many', z.object({}).strict(), { $a: 1 }, 'has no field $a'],
    ['a step between', z.number().multipleOf(5), 7, 'must be a multiple of 5'],
  ])('tells %s', (_what, schema, value, text) => expect(said(schema, value)).toEqual([text]));

  it('leaves what a schema says itself', () =>
    expect(said(z.string().regex(/^a/, 'begins with a'), 'b')).toEqual(['begins with a']));

  it('says of a key what is wrong with it', () =>
    expect(said(z.record(z.string().regex(/^a/, 'begins with a'), z.string()), { b: '' })).toEqual(['begins with a']));

  it('names no schema for whatever is wrong with a deployment', () => {
    const wrong = { name: 1, model: {}, replicas: Number.NaN, env: { A: 1 }, resources: { gpus: 1.5, cpus: 0 }, x: 1 };
    const texts = said(deploymentSpec, wrong) ?? [];
    expect(texts).toHaveLength(8);
    expect(texts.join('\n')).not.toMatch(/expected|received|invalid|undefined|NaN/i);
  });

  it('speaks another language', () => {
    const other = plainIssues((word, value) => `${word}:${value ?? ''}`);
    expect(z.number().min(2).safeParse(1, other).error?.issues[0]?.message).toBe('atLeast:2');
  });
});
