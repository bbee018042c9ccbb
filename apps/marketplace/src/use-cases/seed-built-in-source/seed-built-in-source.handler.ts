import { builtInSource, defaultSyncSeconds, ok } from '@enginehouse/contracts';
import { newHeader } from '@enginehouse/service-kit';
import type { SourceCommands } from '../../application/source-commands.js';
import { addSource } from '../../domain/source.decisions.js';

const seeder = 'service:marketplace';

/** Adds the source that comes with Enginehouse, where it is not there. Two processes that start at once add it once. */
export function seedBuiltInSource(commands: SourceCommands) {
  const wish = {
    name: builtInSource,
    location: { kind: 'builtin' },
    internal: false,
    strict: false,
    keys: [],
    everySeconds: defaultSyncSeconds,
    policy: { mode: 'notify' },
  } as const;
  const header = newHeader(seeder, {
    idempotencyKey: `built-in-source/${builtInSource}`,
    reason: 'comes with Enginehouse',
  });
  return commands.run(
    { name: builtInSource, decide: (state) => (state.status === 'live' ? ok([]) : addSource(state, wish)) },
    header,
  );
}
