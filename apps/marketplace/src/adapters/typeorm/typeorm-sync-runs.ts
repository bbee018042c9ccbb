import type { SyncReport, SyncRun } from '@enginehouse/contracts';
import type { DataSource } from 'typeorm';
import { runOf } from '../../domain/run-of.js';
import type { SyncRuns } from '../../ports.js';

const insert = 'insert into marketplace.sync_run (id, source, queued_at, run, lists) values ($1, $2, $3, $4, $5)';
const put = `${insert} on conflict (id) do update set run = excluded.run, lists = excluded.lists
  where sync_run.run->>'finishedAt' is null`;

const page = `select run from marketplace.sync_run
  where ($1::text is null or source = $1)
    and ($2::text is null or (queued_at, id) < (select queued_at, id from marketplace.sync_run where id = $2))
  order by queued_at desc, id desc limit $3`;

const trim = `delete from marketplace.sync_run where source = $1 and id not in
  (select id from marketplace.sync_run where source = $1 order by queued_at desc, id desc limit $2)`;

type Lists = Pick<SyncReport, 'added' | 'changed' | 'withdrawn' | 'rejected' | 'warnings'>;

/** Runs in PostgreSQL. */
export class TypeormSyncRuns implements SyncRuns {
  constructor(private readonly database: DataSource) {}

  async put(report: SyncReport): Promise<void> {
    await this.database.query(put, valuesOf(report));
  }

  async queued(report: SyncReport): Promise<void> {
    await this.database.query(`${insert} on conflict (id) do nothing`, valuesOf(report));
  }

  async get(id: string): Promise<SyncReport | null> {
    const [row] = await this.database.query<{ readonly run: SyncRun; readonly lists: Lists }[]>(
      'select run, lists from marketplace.sync_run where id = $1',
      [id],
    );
    return row ? { ...row.run, ...row.lists } : null;
  }

  async list({ source, limit, before }: Parameters<SyncRuns['list']>[0]) {
    const rows = await this.database.query<{ readonly run: SyncRun }[]>(page, [
      source ?? null,
      before ?? null,
      limit + 1,
    ]);
    const items = rows.slice(0, limit).map(({ run }) => run);
    const last = items.at(-1);
    return { items, ...(rows.length > limit && last && { nextBefore: last.id }) };
  }

  async trim(source: string, keep: number): Promise<void> {
    await this.database.query(trim, [source, keep]);
  }
}

function valuesOf(report: SyncReport): readonly unknown[] {
  const { added, changed, withdrawn, rejected, warnings } = report;
  const lists = JSON.stringify({ added, changed, withdrawn, rejected, warnings });
  return [report.id, report.source, report.queuedAt, JSON.stringify(runOf(report)), lists];
}
