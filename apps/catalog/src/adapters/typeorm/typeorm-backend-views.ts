import type { DataSource } from 'typeorm';
import type { BackendSummary, BackendView } from '@enginehouse/contracts';
import type { BackendListRequest, BackendViews, MadeBackend } from '../../ports.js';
import { madeOf, summaryOf, viewOf } from '../../read-model/views.js';
import type { BackendProjector } from './backend-projector.js';
import { BackendViewEntity } from './backend-view.entity.js';
import { readState } from './read-model-transaction.js';

/** The read model in PostgreSQL. */
export class TypeormBackendViews implements BackendViews {
  constructor(
    private readonly dataSource: DataSource,
    private readonly projector: Pick<BackendProjector, 'waitFor'>,
  ) {}

  async get(name: string): Promise<BackendView | undefined> {
    const row = await this.dataSource.manager.findOneBy(BackendViewEntity, { nameKey: name.toLowerCase() });
    return row ? viewOf(row) : undefined;
  }

  async state(): Promise<string> {
    return readState(this.dataSource);
  }

  async list(request: BackendListRequest): Promise<readonly BackendSummary[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(BackendViewEntity, 'backend')
      .orderBy('backend.nameKey', 'ASC')
      .limit(request.limit + 1);
    const { afterKey, source, framework, search } = request;
    if (afterKey !== undefined) query.andWhere('backend.nameKey > :afterKey', { afterKey });
    if (source !== undefined) query.andWhere('backend.source = :source', { source });
    if (framework !== undefined) query.andWhere('backend.frameworks @> array[:framework]::text[]', { framework });
    if (search) query.andWhere('backend.searchText like :pattern', { pattern: containing(search) });
    return (await query.getMany()).map(summaryOf);
  }

  async names(): Promise<readonly string[]> {
    const rows = await this.dataSource.manager.find(BackendViewEntity, {
      select: { name: true },
      order: { nameKey: 'ASC' },
    });
    return rows.map(({ name }) => name);
  }

  async madeBy(applySet: string): Promise<readonly MadeBackend[]> {
    const order = { nameKey: 'ASC' } as const;
    return (await this.dataSource.manager.find(BackendViewEntity, { where: { applySet }, order })).map(madeOf);
  }

  waitFor(position: number, timeoutMs: number): Promise<boolean> {
    return this.projector.waitFor(position, timeoutMs);
  }
}

/** A LIKE pattern for a text as it stands: its `%`, `_` and `\` mean themselves. */
const containing = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, String.raw`\$&`)}%`;
