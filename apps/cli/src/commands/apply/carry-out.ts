import { catalog, ProblemError, type ApplyPlan, type PlannedChange } from '@enginehouse/contracts';
import { done } from '../../answers.js';
import { changeHeaders, path } from '../../command.js';
import type { Document } from '../../documents.js';
import type { Session } from '../../session.js';
import { about } from './about.js';
import type { ApplyOptions } from './options.js';

export interface Work {
  readonly plan: ApplyPlan;
  readonly documents: readonly Document[];
  readonly options: ApplyOptions;
}

/** What came of one item; a line of JSON for the next program. */
interface Outcome {
  readonly name: string;
  readonly revision: number;
  readonly created: boolean;
  readonly changed: boolean;
  readonly deleted?: true;
}

/**
 * Does what the plan says, item by item, each against the revision it was planned with, and what is deleted last. The
 * first that fails ends it; the problem says what was done until then and what was not.
 */
export async function carryOut(session: Session, work: Work): Promise<void> {
  const { items } = work.plan;
  for (const [index, item] of items.entries()) {
    try {
      const outcome = await oneItem(session, item, work);
      session.showLine(outcome, () => `${sentence(outcome)}\n`);
    } catch (error) {
      throw error instanceof ProblemError ? withProgress(error, items, index) : error;
    }
  }
}

function oneItem(session: Session, item: PlannedChange, work: Work): Promise<Outcome> {
  if (item.action === 'delete') return remove(session, item, work.options);
  const document = item.document === null ? undefined : work.documents[item.document];
  const asked = work.options.ifMatch !== undefined;
  if (!document || (item.action === 'unchanged' && !asked)) return Promise.resolve(unchanged(item));
  return put(session, item, document, work.options);
}

const unchanged = ({ name, revision }: PlannedChange): Outcome => ({
  name,
  revision: revision ?? 0,
  created: false,
  changed: false,
});

async function put(session: Session, item: PlannedChange, document: Document, options: ApplyOptions): Promise<Outcome> {
  const { value } = await session.api.typed(catalog.applyBackend.output, 'PUT', path`/v1/backends/${item.name}`, {
    text: { type: document.type, content: document.content },
    query: { applySet: options.set, lock: options.lock },
    headers: { ...changeHeaders({ ...options, ...planned(item, options) }), ...onlyNew(item, options) },
  });
  return value;
}

async function remove(session: Session, item: PlannedChange, options: ApplyOptions): Promise<Outcome> {
  const { name } = item;
  const headers = changeHeaders({ ...options, ...planned(item, options) });
  const { value } = await session.api.typed(done, 'DELETE', path`/v1/backends/${name}`, { headers });
  return { name, revision: value.revision, created: false, changed: true, deleted: true };
}

/** The revision that the user wants it based on comes before that of the plan. */
const planned = ({ revision }: PlannedChange, { ifMatch }: ApplyOptions): { ifMatch?: string } =>
  ifMatch === undefined && revision !== null ? { ifMatch: String(revision) } : {};

const onlyNew = ({ revision }: PlannedChange, { ifMatch }: ApplyOptions): Record<string, string> =>
  ifMatch === undefined && revision === null ? { 'if-none-match': '*' } : {};

function sentence({ name, created, changed, deleted, revision }: Outcome): string {
  if (deleted) return `backend ${name} deleted`;
  const what = created ? 'registered' : changed ? 'changed' : 'unchanged';
  return `backend ${name} ${what} (revision ${revision})`;
}

function withProgress({ problem }: ProblemError, items: readonly PlannedChange[], failed: number): ProblemError {
  const open = items.filter(({ action }) => action !== 'unchanged');
  const before = new Set(items.slice(0, failed));
  const names = (wanted: boolean) => open.filter((item) => before.has(item) === wanted).map(({ name }) => name);
  const item = items[failed];
  const told = about([item?.source, item?.name].filter(Boolean).join(': '), problem);
  if (open.length <= 1) return new ProblemError(told);
  return new ProblemError({ ...told, extra: { ...told.extra, applied: names(true), notApplied: names(false) } });
}
