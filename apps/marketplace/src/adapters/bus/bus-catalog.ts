import {
  catalog,
  err,
  ok,
  type BackendDefinition,
  type BackendView,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import { backendEvents } from '@enginehouse/contracts';
import type { Bus, Stoppable } from '@enginehouse/messaging';
import type { Catalog, CatalogName, RolledBackBackend } from '../../ports.js';
import { pinnedDigest } from '../../domain/pinned-digest.js';

/** Changes hold what they take away in the scheduler first, which has three seconds to answer. */
const changing = { timeoutMs: 10_000 };
const reading = { timeoutMs: 4000 };
/** A registry that takes longer is as good as one that does not say. */
const inspecting = { timeoutMs: 5000 };
const pageSize = 1000;

interface NamesPage {
  readonly state: string;
  readonly names: readonly CatalogName[];
  readonly nextCursor: string | undefined;
}

/** The catalog, asked over NATS. */
export class BusCatalog implements Catalog {
  /** The pages of names that were read last, by their cursors; the catalog says whether they still hold. */
  private pages = new Map<string | undefined, NamesPage>();

  constructor(
    private readonly bus: Bus,
    private readonly onProblem?: (error: unknown) => void,
  ) {}

  get(backend: string, header: RequestHeader): Promise<Result<BackendView, Problem>> {
    return this.bus.request(catalog.getBackend, { name: backend }, header, reading);
  }

  async names(header: RequestHeader): Promise<Result<ReadonlyMap<string, CatalogName>, Problem>> {
    const names = new Map<string, CatalogName>();
    const pages = new Map<string | undefined, NamesPage>();
    let cursor: string | undefined;
    do {
      const page = await this.page(cursor, header);
      if (!page.ok) return page;
      pages.set(cursor, page.value);
      for (const each of page.value.names) names.set(each.name.toLowerCase(), each);
      cursor = page.value.nextCursor;
    } while (cursor !== undefined);
    this.pages = pages;
    return ok(names);
  }

  async register(definition: BackendDefinition, header: RequestHeader) {
    const input = { definition, source: 'community' as const };
    return this.bus.request(catalog.registerBackend, input, header, changing);
  }

  async apply(definition: BackendDefinition, expectedRevision: number, header: RequestHeader) {
    const input = { definition, expectedRevision, upstream: true };
    return this.bus.request(catalog.applyBackend, input, header, changing);
  }

  async delete(backend: string, expectedRevision: number | undefined, header: RequestHeader) {
    const input = { name: backend, ...(expectedRevision === undefined ? {} : { expectedRevision }) };
    return this.bus.request(catalog.deleteBackend, input, header, changing);
  }

  async lastBefore(
    backend: string,
    since: number,
    header: RequestHeader,
  ): Promise<Result<BackendDefinition | null, Problem>> {
    const deleted = await this.lastDeletion(backend, since, header);
    if (!deleted.ok) return deleted;
    if (deleted.value === null) return ok(null);
    const question = { name: backend, revision: deleted.value - 1 };
    const view = await this.bus.request(catalog.getBackend, question, header, reading);
    return view.ok ? ok(view.value.definition) : view;
  }

  private async lastDeletion(
    backend: string,
    since: number,
    header: RequestHeader,
  ): Promise<Result<number | null, Problem>> {
    let last: number | null = null;
    for (let after = since; ;) {
      const page = await this.bus.request(catalog.backendHistory, { name: backend, after }, header, reading);
      if (!page.ok) return page;
      const end = page.value.items.at(-1);
      if (!end) return ok(last);
      last = page.value.items.findLast(({ type }) => type === 'BackendDeleted')?.revision ?? last;
      after = end.revision;
    }
  }

  followRollBacks(handler: (rolledBack: RolledBackBackend) => Promise<void>): Stoppable {
    return this.bus.tail({
      stream: 'CATALOG',
      after: 0,
      filter: 'catalog.backend.*.BackendRolledBack',
      handler: async ({ data, position, meta: { actor } }) => {
        const { toRevision, source, definition } = backendEvents.BackendRolledBack.parse(data);
        await handler({ name: definition.backend_name, source, toRevision, revision: position, actor });
      },
      ...(this.onProblem ? { onError: this.onProblem } : {}),
    });
  }

  async digestOf(image: string, header: RequestHeader) {
    const pinned = pinnedDigest(image);
    if (pinned !== undefined) return { digest: pinned, detail: 'the reference names the digest itself' };
    const facts = await this.bus.request(catalog.inspectImage, { image, fresh: true }, header, inspecting);
    if (facts.ok) return { digest: facts.value.digest, detail: 'the registry says so' };
    return { digest: null, detail: facts.error.detail };
  }

  private async page(cursor: string | undefined, header: RequestHeader): Promise<Result<NamesPage, Problem>> {
    const kept = this.pages.get(cursor);
    const input = { limit: pageSize, cursor, known: kept?.state };
    const answer = await this.bus.request(catalog.listBackends, input, header, reading);
    if (!answer.ok) return err(answer.error);
    const { items, nextCursor, state, unchanged } = answer.value;
    if (unchanged && kept) return ok(kept);
    return ok({ state, nextCursor, names: items.map(({ name, source, revision }) => ({ name, source, revision })) });
  }
}
