import { Inject, Injectable } from '@nestjs/common';
import type { Problem, RequestHeader, Result } from '@enginehouse/contracts';
import { withDeadline } from '@enginehouse/service-kit';
import { EnabledBackends } from '../domain/listed-entry.js';
import { CATALOG, ENABLED_ENTRIES, USAGE, type Catalog, type EnabledEntries, type Usage } from '../ports.js';

/** What is known of backends now. */
export interface BackendFacts {
  readonly backends: EnabledBackends;
  /** Deployments by lower-case name of the backend; undefined where the scheduler does not answer. */
  readonly counts: ReadonlyMap<string, number> | undefined;
}

/** Entries are shown without what takes longer. */
const patienceMs = 2500;

/** Asks catalog and scheduler what entries cannot be shown without, and does without where they do not answer. */
@Injectable()
export class BackendFactsReader {
  constructor(
    @Inject(ENABLED_ENTRIES) private readonly entries: EnabledEntries,
    @Inject(CATALOG) private readonly catalog: Catalog,
    @Inject(USAGE) private readonly usage: Usage,
  ) {}

  async read(header: RequestHeader): Promise<BackendFacts> {
    const [names, counts] = await Promise.all([
      answered(() => this.catalog.names(header)),
      answered(() => this.usage.counts(header)),
    ]);
    return { backends: new EnabledBackends(this.entries.list(), names), counts };
  }
}

async function answered<T>(ask: () => Promise<Result<T, Problem>>): Promise<T | undefined> {
  try {
    const answer = await withDeadline({ afterMs: patienceMs }, ask);
    return answer.ok ? answer.value : undefined;
  } catch {
    return undefined;
  }
}
