import type { BackendNews } from '../ports.js';

/** Remembers what was told. */
export class FakeBackendNews implements BackendNews {
  readonly told: (readonly string[] | null)[] = [];

  changed(names: readonly string[] | null): void {
    this.told.push(names);
  }
}
