import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseGrants } from './parse-grants.js';

const parse = (text: string) => z.string().transform(parseGrants).safeParse(text);

it('reads backend, version and profile', () => {
  expect(parse('vLLM@0.11.0=host-network, echo-custom@*=privileged').data).toEqual([
    { backend: 'vLLM', version: '0.11.0', profile: 'host-network' },
    { backend: 'echo-custom', version: '*', profile: 'privileged' },
  ]);
  expect(parse('').data).toEqual([]);
});

it.each(['vLLM', 'vLLM@1', 'vLLM@1=root', '@1=privileged'])('refuses %j', (text) => {
  expect(parse(text).success).toBe(false);
});
