// @ts-check
import { randomUUID } from 'node:crypto';

/** A backend like those people write: four versions, commands, environment.
 * @param {number} index */
export const definitionOf = (index) => ({
  backend_name: `bench-${String(index).padStart(6, '0')}-custom`,
  description: `Inference engine number ${index}, with batching and a cache of its own`,
  health_check_path: '/v1/models',
  default_version: 'v4',
  default_run_command: 'serve {{model_path}} --host {{worker_ip}} --port {{port}} --served-model-name {{model_name}}',
  default_env: { LOG_LEVEL: 'info', CACHE_DIR: '/cache' },
  versions: [1, 2, 3, 4].map((number) => ({
    name: `v${number}`,
    images: [
      {
        framework: index % 2 === 0 ? 'cuda' : 'rocm',
        image_name: `ghcr.io/team-${index % 50}/engine:${number}.0.${index}`,
      },
    ],
    env: { WORKERS: String(number) },
  })),
});

const meta = { actor: 'user:bench', correlationId: 'bench' };

/** @param {string} type @param {unknown} data */
export const event = (type, data) => ({ id: randomUUID(), type, schemaVersion: 1, data, meta });

/** Registers backends `from` to `to`, and gives each so many changes, straight into the log.
 * @param {import('./stack.mjs').Stack} stack @param {{ from: number, to: number, changes: number }} wish */
export async function fillLog({ store }, { from, to, changes }) {
  let next = from;
  const writer = async () => {
    while (next < to) {
      const index = next;
      next += 1;
      const definition = definitionOf(index);
      const events = [event('BackendRegistered', { source: 'custom', definition })];
      for (let change = 1; change <= changes; change += 1) {
        events.push(
          event('BackendDescribed', { changes: { description: `${definition.description}, change ${change}` } }),
        );
      }
      const outcome = await store.append(`backend:${definition.backend_name}`, events, { expectedVersion: 0 });
      if (outcome.kind !== 'appended') throw new Error(`the log answered ${outcome.kind}`);
    }
  };
  await Promise.all(Array.from({ length: 32 }, writer));
}
