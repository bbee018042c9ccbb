import {
  catalog as contracts,
  err,
  ok,
  problemOf,
  scheduling,
  type BackendSummary,
  type BackendView,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';
import type { InMemoryCatalog } from './in-memory-catalog.js';
import type { InMemoryUsage } from './in-memory-usage.js';

const pageSize = 2;

/** Answers on the bus as the catalog does, in small pages, from one in memory. */
export function serveCatalog(bus: Bus, catalog: InMemoryCatalog): void {
  let lists = 0;
  let state = '';
  bus.serve(contracts.getBackend, ({ name, revision }) =>
    revision === undefined ? catalog.get(name) : Promise.resolve(thenOf(catalog, name, revision)),
  );
  bus.serve(contracts.backendHistory, ({ name, after }) => {
    const deletion = catalog.deletion(name);
    const { actor } = newHeader('user:ada');
    const at = new Date(0).toISOString();
    const items = deletion
      ? [{ revision: deletion.revision, version: 2, type: 'BackendDeleted', at, actor, data: {} }]
      : [];
    return Promise.resolve(ok({ items: items.filter(({ revision }) => revision > after) }));
  });
  bus.serve(contracts.registerBackend, ({ definition, source }, header) =>
    definition && source === 'community'
      ? catalog.register(definition, header)
      : Promise.resolve(err(problemOf('invalid-input', 'a definition of a community backend is needed'))),
  );
  bus.serve(contracts.applyBackend, async ({ definition, expectedRevision, upstream }, header) => {
    if (!definition || expectedRevision === undefined || !upstream) {
      return err(problemOf('invalid-input', 'a definition, its revision, and that it comes from upstream are needed'));
    }
    const applied = await catalog.apply(definition, expectedRevision, header);
    return applied.ok ? ok({ ...applied.value, name: definition.backend_name, created: false }) : applied;
  });
  bus.serve(contracts.deleteBackend, ({ name, expectedRevision }, header) =>
    catalog.delete(name, expectedRevision, header),
  );
  bus.serve(contracts.inspectImage, async ({ image }) => {
    const { digest, detail } = await catalog.digestOf(image);
    return digest === null ? err(problemOf('image-not-found', detail)) : ok({ ...bareFacts, image, digest });
  });
  bus.serve(contracts.listBackends, async ({ cursor = '', known }) => {
    const names = await catalog.names();
    if (!names.ok) return names;
    const now = JSON.stringify([...names.value]);
    if (now !== state) lists += 1;
    state = now;
    if (known === String(lists)) return ok({ items: [], state: known, unchanged: true });
    const rest = [...names.value].toSorted(([one], [other]) => (one < other ? -1 : 1)).filter(([key]) => key > cursor);
    const items = rest.slice(0, pageSize).map(([, name]): BackendSummary => ({ ...bareSummary, ...name }));
    const last = items.at(-1)?.name.toLowerCase();
    return ok({ items, state: String(lists), ...(rest.length > pageSize && last ? { nextCursor: last } : {}) });
  });
}

/** As it was before it was deleted, which is all that is known of the past here. */
function thenOf(catalog: InMemoryCatalog, name: string, revision: number): Result<BackendView, Problem> {
  const deletion = catalog.deletion(name);
  if (!deletion || deletion.revision !== revision + 1) return err(problemOf('revision-not-found', 'not known here'));
  const at = new Date(0).toISOString();
  const { definition } = deletion;
  return ok({ name, source: 'community', revision, definition, createdAt: at, updatedAt: at, updatedBy: 'user:ada' });
}

/** Answers on the bus as the scheduler does, from one in memory. */
export function serveUsage(bus: Bus, usage: InMemoryUsage): void {
  bus.serve(scheduling.backendUsage, async () => {
    const counts = await usage.counts();
    if (!counts.ok) return counts;
    return ok({ items: [...counts.value].map(([backend, deployments]) => ({ backend, deployments })) });
  });
  bus.serve(scheduling.deploymentsUsing, async ({ backend, version = '' }) => {
    const using = await usage.ofVersion(backend, version);
    return using.ok ? ok({ deployments: [...using.value] }) : using;
  });
  bus.serve(scheduling.changeImpact, async ({ definition }) => {
    if (!definition) return err(problemOf('invalid-input', 'a definition is needed'));
    const impact = await usage.impact(definition);
    return impact.ok ? ok({ items: [...impact.value] }) : impact;
  });
}

const epoch = new Date(0).toISOString();
const bareSummary = {
  createdAt: epoch,
  updatedAt: epoch,
  updatedBy: 'user:ada',
  frameworks: [],
  versions: [],
  hasIcon: false,
};
const bareFacts = {
  platforms: [],
  entrypoint: null,
  command: null,
  workingDirectory: null,
  user: null,
  env: {},
  exposedPorts: [],
  labels: {},
  sizeBytes: 0,
  createdAt: null,
};
