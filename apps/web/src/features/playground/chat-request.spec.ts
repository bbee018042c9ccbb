import { describe, expect, it } from 'vitest';
import { chatAsCurl, chatRequest, isInRange, noSettings } from './chat-request.js';

const said = [{ role: 'user', content: "What's up?" }] as const;

describe('the request of a chat', () => {
  it('says only what was set', () =>
    expect(chatRequest('tiny', said, noSettings)).toEqual({
      model: 'tiny',
      messages: said,
      stream: true,
      stream_options: { include_usage: true },
    }));
  it('begins with the system prompt, and has numbers as numbers', () =>
    expect(
      chatRequest('tiny', said, { system: ' Be brief. ', temperature: '0.2', maxTokens: '64', topP: '0' }),
    ).toMatchObject({
      messages: [{ role: 'system', content: 'Be brief.' }, said[0]],
      temperature: 0.2,
      max_tokens: 64,
      top_p: 0,
    }));
  it('survives a shell', () => expect(chatAsCurl('https://e', { said })).toContain(String.raw`What'\''s up?`));
});

it.each([
  ['temperature', '', true],
  ['temperature', '2.1', false],
  ['temperature', 'warm', false],
  ['topP', '1', true],
  ['topP', '-0.1', false],
  ['maxTokens', '1.5', false],
  ['maxTokens', '0', false],
] as const)('%s may be %j: %s', (name, text, isFine) => expect(isInRange(name, text)).toBe(isFine));
