import type { BackendDefinition, BackendEvent, BackendSource, BackendVersion } from '@enginehouse/contracts';
import { expect } from 'vitest';
import { fold, type Backend } from '../domain/backend.js';
import type { Decision } from '../domain/backend.decisions.js';

/** Given events, when a command is decided, then these events, or this refusal. */
export function given(...events: readonly BackendEvent[]) {
  const state = fold(events);
  return {
    when: (decide: (state: Backend) => Decision) => {
      const decision = decide(state);
      return {
        then: (...expected: readonly BackendEvent[]) => expect(decision).toEqual({ ok: true, value: expected }),
        thenNothing: () => expect(decision).toEqual({ ok: true, value: [] }),
        thenRefused: (code: string, more: object = {}) =>
          expect(decision).toMatchObject({ ok: false, error: { code, ...more } }),
      };
    },
  };
}

export const version = (name: string, more: Partial<BackendVersion> = {}): BackendVersion => ({
  name,
  images: [{ framework: 'cpu', image_name: `registry.example/engine:${name}` }],
  ...more,
});

export const definition = (name: string, more: Partial<BackendDefinition> = {}): BackendDefinition => ({
  backend_name: name,
  versions: [version('v1')],
  ...more,
});

export const registered = (wanted: BackendDefinition, source: BackendSource = 'custom'): BackendEvent => ({
  type: 'BackendRegistered',
  data: { source, definition: wanted },
});

const builtInVersion = (name: string) => version(name, { built_in: true });

/** A built-in backend with two versions of its own. */
export const vllm = (more: Partial<BackendDefinition> = {}): BackendDefinition =>
  definition('vLLM', { versions: [builtInVersion('0.2.0'), builtInVersion('0.1.0')], ...more });

export const builtIn = (wanted: BackendDefinition = vllm()): BackendEvent => registered(wanted, 'built_in');
