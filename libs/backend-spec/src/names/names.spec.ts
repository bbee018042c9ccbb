import { describe, expect, it } from 'vitest';
import { backendNameFromForm, checkBackendName } from './backend-name.js';
import { parseImageReference } from './image-reference.js';
import { checkAddedVersionName, versionNameFromForm } from './version-name.js';
import { cpuTime } from '../conformance/cpu-time.contract.js';

const hintOf = (result: ReturnType<typeof checkBackendName>) => (result.ok ? undefined : result.error.hint);

describe('backend names', () => {
  it('clash in any case', () => {
    expect(checkBackendName('My-custom', 'custom', ['my-custom'])).toMatchObject({ error: { code: 'name_taken' } });
  });

  it('are proposed with the suffix', () => {
    expect(hintOf(checkBackendName('my-backend', 'custom'))).toBe('Call it my-backend-custom.');
    expect(hintOf(checkBackendName('my-backend-Custom', 'custom'))).toBe('Call it my-backend-custom.');
    expect(hintOf(checkBackendName('custom', 'community'))).toContain('my-custom');
  });

  it('of built-in backends are exactly theirs', () => {
    expect(checkBackendName('vLLM', 'built_in').ok).toBe(true);
    expect(checkBackendName('vllm', 'built_in').ok).toBe(false);
    expect(checkBackendName('other', 'built_in').ok).toBe(false);
  });

  it('typed into a form are checked like all others', () => {
    expect(backendNameFromForm(' my backend ')).toMatchObject({ error: { code: 'invalid_name' } });
    expect(backendNameFromForm('a', ['A-custom'])).toMatchObject({ error: { code: 'name_taken' } });
  });
});

describe('version names', () => {
  it('are proposed with the suffix', () => {
    expect(checkAddedVersionName('0.16.0', 'built_in')).toMatchObject({ error: { hint: 'Call it 0.16.0-custom.' } });
    expect(versionNameFromForm('0.16.0', 'built_in')).toEqual({ ok: true, value: '0.16.0-custom' });
  });
});

describe('image references', () => {
  it('may have a registry with capitals, but no path with capitals', () => {
    expect(parseImageReference('Registry.Local/org/image').ok).toBe(true);
    expect(parseImageReference('registry.local/Org/image').ok).toBe(false);
  });

  it('are refused in time, however long they are', () => {
    const started = cpuTime();
    for (const text of ['a-'.repeat(500_000), 'A.'.repeat(500_000), 'a/'.repeat(500_000), '@'.repeat(1_000_000)]) {
      expect(parseImageReference(text).ok).toBe(false);
    }
    expect(cpuTime() - started).toBeLessThan(5000);
  });
});
