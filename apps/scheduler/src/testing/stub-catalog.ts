import { catalog, err, ok, problemOf, type BackendDefinition, type BackendView } from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import { definitionOf } from './builders.js';

/** Stands for the catalog on the bus: answers `GetBackend` from what it was given, also with older revisions. */
export class StubCatalog {
  private readonly backends = new Map<string, BackendView[]>();

  constructor(bus: Bus) {
    this.set(definitionOf(), 7);
    bus.serve(catalog.getBackend, ({ name, revision }) => {
      const found = this.backends
        .get(name.toLowerCase())
        ?.findLast((view) => revision === undefined || view.revision === revision);
      return Promise.resolve(
        found ? ok(found) : err(problemOf('backend-not-found', `There is no backend ${name}.`, { hint: 'List them.' })),
      );
    });
  }

  set(definition: BackendDefinition, revision: number): void {
    const key = definition.backend_name.toLowerCase();
    const view = {
      name: definition.backend_name,
      source: 'custom' as const,
      revision,
      definition,
      createdAt: '2025-01-01T00:00:00.000Z',
      updatedAt: '2025-01-01T00:00:00.000Z',
      updatedBy: 'user:ada',
    };
    this.backends.set(key, [...(this.backends.get(key) ?? []), view]);
  }

  delete(name: string): void {
    this.backends.delete(name.toLowerCase());
  }
}
