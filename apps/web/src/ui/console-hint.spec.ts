import { describe, expect, it } from 'vitest';
import { consoleHint } from './console-hint.js';

describe('a hint in the console', () => {
  it('says what to do there where it names a command, an option or an address of the API', () => {
    const internal = 'Where the source is in your own network, say so: enginehouse market source add ... --internal';
    expect(consoleHint({ code: 'address-not-allowed', hint: internal })).toBe('internalAddress');
    const model = 'Give the model: --model PATH, or "model": {"source":"local_path","path":"..."}.';
    expect(consoleHint({ code: 'model-required', hint: model })).toBe('model');
  });

  it('stays as it is where it fits everybody, where none was given, and where the console has no own words', () => {
    const never = 'Not even internal sources may be at link-local, metadata or reserved addresses.';
    expect(consoleHint({ code: 'address-not-allowed', hint: never })).toBeUndefined();
    expect(consoleHint({ code: 'address-not-allowed' })).toBeUndefined();
    expect(consoleHint({ code: 'something-else', hint: 'enginehouse status' })).toBeUndefined();
  });
});
