import { catalog as contracts, err, ok, problemOf, scheduling, type BackendSummary } from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import type { InMemoryCatalog } from './in-memory-catalog.js';
import type { InMemoryUsage } from './in-memory-usage.js';

const pageSize = 2;

/** Answers on the bus as the catalog does, in small pages, from one in memory. */
export function serveCatalog(bus: Bus, catalog: InMemoryCatalog): void {
  let lists = 0;
  let state = '';
  bus.serve(contracts.getBackend, ({ name }) => catalog.get(name));
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
