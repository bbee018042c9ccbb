import type { BackendDefinition, BackendEvent, BackendSource, BackendVersion } from '@enginehouse/contracts';
import { fold, type Backend } from '../domain/backend.js';
import type { Decision } from '../domain/backend.decisions.js';

/** Given events, when a command is decided: then `happened(...)` or `refused(...)`. */
export const given = (...events: readonly BackendEvent[]) => ({
  when: (decide: (state: Backend) => Decision): Decision => decide(fold(events)),
});

/** The decision to let these events happen; none is nothing to do. */
export const happened = (...events: readonly BackendEvent[]) => ({ ok: true, value: events });

/** The decision not to, for `toMatchObject`. */
export const refused = (code: string, more: object = {}) => ({ ok: false, error: { code, ...more } });

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
