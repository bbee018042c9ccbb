import {
  applyPlan,
  mergedPlan,
  planSummary,
  ProblemError,
  type ApplyPlan,
  type NamedBackend,
  type PlannedChange,
  type Problem,
} from '@enginehouse/contracts';
import type { Document } from '../../documents.js';
import type { ApiClient } from '../../http/api-client.js';
import { UsageError } from '../../usage-error.js';
import type { PlanOptions } from './options.js';

/** A request is at most 1 MiB, and the names of what was planned before travel along. */
const mostBytes = 600_000;
const mostDocuments = 200;
const mostInAll = 3000;

/** Has the server plan, in as many requests as the documents need. */
export async function makePlan(
  api: ApiClient,
  documents: readonly Document[],
  options: PlanOptions,
): Promise<ApplyPlan> {
  if (documents.length > mostInAll) {
    throw new UsageError(
      `There are ${documents.length} documents; at most ${mostInAll} are one set.`,
      'Make several sets of them (--set).',
    );
  }
  const batches = batchesOf(documents.map(sentForm));
  const parts: ApplyPlan[] = [];
  const named: NamedBackend[] = [];
  for (const [index, batch] of batches.entries()) {
    const { set: applySet, prune = false, lock = false } = options;
    const last = index === batches.length - 1;
    const body = { documents: batch.map(({ sent }) => sent), applySet, prune: prune && last, lock, named };
    const part = await planned(api, body, batch);
    parts.push({ ...part, items: part.items.map((item) => placed(item, batch)) });
    named.push(...namedIn(part.items));
  }
  const [first, ...others] = parts;
  if (!first) throw new UsageError('There are no documents.');
  return mergedPlan(first, ...others);
}

interface Placed {
  readonly index: number;
  readonly sent: {
    readonly source: string;
    readonly line: number;
    readonly yaml?: string;
    readonly definition?: unknown;
  };
}

function sentForm({ source, line, type, content }: Document, index: number): Placed {
  const what = type === 'application/json' ? { definition: JSON.parse(content) as unknown } : { yaml: content };
  return { index, sent: { source, line, ...what } };
}

function batchesOf(documents: readonly Placed[]): readonly (readonly Placed[])[] {
  const batches: Placed[][] = [];
  let bytes = 0;
  for (const document of documents) {
    const more = Buffer.byteLength(JSON.stringify(document.sent));
    const open = batches.at(-1);
    if (open && open.length < mostDocuments && bytes + more <= mostBytes) {
      open.push(document);
      bytes += more;
    } else {
      batches.push([document]);
      bytes = more;
    }
  }
  return batches;
}

interface PlanRequest {
  readonly applySet: string;
  readonly prune: boolean;
}

/** A document that is too large for one request spoils only itself. */
async function planned(api: ApiClient, body: PlanRequest, batch: readonly Placed[]): Promise<ApplyPlan> {
  try {
    return (await api.typed(applyPlan, 'POST', '/v1/plan', { body })).value;
  } catch (error) {
    const [only] = batch;
    if (batch.length > 1 || !only || !(error instanceof ProblemError) || error.problem.status !== 413) throw error;
    return tooLarge(body, only, error.problem);
  }
}

function tooLarge({ applySet, prune }: PlanRequest, { sent }: Placed, problem: Problem): ApplyPlan {
  const about = { revision: null, changes: [], impact: [] };
  const items: PlannedChange[] = [{ name: '', document: 0, source: sent.source, action: 'refused', ...about, problem }];
  return { head: Number.MAX_SAFE_INTEGER, applySet, prune, items, summary: planSummary(items) };
}

const longestName = 128;

/** What is called longer is no backend's name. */
const namedIn = (items: readonly PlannedChange[]): NamedBackend[] =>
  items.filter(({ name }) => name !== '' && name.length <= longestName).map(({ name, source }) => ({ name, source }));

const placed = (item: PlannedChange, batch: readonly Placed[]): PlannedChange => ({
  ...item,
  document: item.document === null ? null : (batch[item.document]?.index ?? null),
});
