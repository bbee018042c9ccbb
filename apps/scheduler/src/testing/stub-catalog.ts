import { catalog, err, ok, problemOf, type BackendDefinition, type BackendView } from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import { definitionOf } from './builders.js';

/** Stands for the catalog on the bus: answers `GetBackend` from what it was given. */
export class StubCatalog {
  private readonly backends = new Map<string, BackendView>();

  constructor(bus: Bus) {
    this.set(definitionOf(), 7);
    bus.serve(catalog.getBackend, ({ name }) => {
      const found = this.backends.get(name.toLowerCase());
      return Promise.resolve(
        found ? ok(found) : err(problemOf('backend-not-found', `There is no backend ${name}.`, { hint: 'List them.' })),
      );
    });
  }

  set(definition: BackendDefinition, revision: number): void {
    this.backends.set(definition.backend_name.toLowerCase(), {
      name: definition.backend_name,
      source: 'custom',
      revision,
      definition,
      createdAt: '2025-01-01T00:00:00.000Z',
      updatedAt: '2025-01-01T00:00:00.000Z',
      updatedBy: 'user:ada',
    });
  }

  delete(name: string): void {
    this.backends.delete(name.toLowerCase());
  }
}
