import { describe, expect, it } from 'vitest';
import { selectCommand, selectEntrypoint } from './select-command.js';

describe('selectCommand', () => {
  it('says which level the command came from', () => {
    expect(selectCommand({ deployment: 'x', version: 'v', backend: 'b' })).toEqual({
      template: 'x',
      origin: 'deployment',
    });
    expect(selectCommand({ deployment: '', version: 'v', backend: 'b' })).toEqual({ template: 'v', origin: 'version' });
    expect(selectCommand({ version: null, backend: 'b' })).toEqual({ template: 'b', origin: 'backend' });
    expect(selectCommand({})).toBeNull();
  });
});

describe('selectEntrypoint', () => {
  it('takes a blank entrypoint for none', () => {
    expect(selectEntrypoint({ version: '  ', backend: 'b' })).toEqual({ ok: true, value: null });
  });

  it('says which level the entrypoint came from', () => {
    const selected = selectEntrypoint({ version: '', backend: 'vllm serve' });
    expect(selected).toEqual({ ok: true, value: { words: ['vllm', 'serve'], origin: 'backend' } });
  });
});
