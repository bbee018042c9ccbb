import { Inject, Injectable } from '@nestjs/common';
import {
  catalog,
  defaultApplySet,
  mergedPlan,
  ok,
  planSummary,
  type ApplyPlan,
  type NamedBackend,
  type PlannedChange,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import type { Call } from '../http/call.js';
import { Services } from '../http/services.js';
import { chunksOf, type PlacedDocument } from './document-chunks.js';
import type { PlanInput } from './plan-input.js';
import { readableDocument, refusedItem } from './readable-document.js';

/** The catalog gives the registries of one document 15 s. */
const patience = { timeoutMs: 60_000 };

type Caller = Pick<Call, 'header'>;

/** Has an apply planned by the catalog, in as many requests as its documents need. */
@Injectable()
export class PlanApply {
  constructor(@Inject(Services) private readonly services: Services) {}

  /** Each part knows the names of those before it: a backend is described once, and what is described is not pruned. */
  async plan(input: PlanInput, call: Caller): Promise<Result<ApplyPlan, Problem>> {
    const { applySet = defaultApplySet, prune, lock } = input;
    const { readable, refused } = sorted(input);
    const named = [...input.named];
    const parts: ApplyPlan[] = [];
    for (const chunk of chunksOf(readable, lock)) {
      const part = await this.part(chunk, { applySet, lock, named }, call);
      if (!part.ok) return part;
      parts.push(part.value);
      named.push(...namedIn(part.value.items));
    }
    named.push(...namedIn(refused));
    const rest = await this.services.ask(catalog.planApply, { documents: [], applySet, prune, named }, call, patience);
    return rest.ok ? ok(inOrder(mergedPlan(rest.value, ...parts), refused)) : rest;
  }

  private async part(
    chunk: readonly PlacedDocument[],
    about: { readonly applySet: string; readonly lock: boolean; readonly named: readonly NamedBackend[] },
    call: Caller,
  ): Promise<Result<ApplyPlan, Problem>> {
    const documents = chunk.map(({ document }) => document);
    const { applySet, lock, named } = about;
    const input = { documents, applySet, lock, named: [...named] };
    const answer = await this.services.ask(catalog.planApply, input, call, patience);
    const [only] = chunk;
    if (!answer.ok && answer.error.code === 'input-too-large' && only && chunk.length === 1) {
      const items = [refusedItem(only.document, only.index, answer.error)];
      return ok({ head: Number.MAX_SAFE_INTEGER, applySet, prune: false, items, summary: planSummary(items) });
    }
    if (!answer.ok) return answer;
    return ok({ ...answer.value, items: answer.value.items.map((item) => placed(item, chunk)) });
  }
}

interface Sorted {
  readonly readable: readonly PlacedDocument[];
  readonly refused: readonly PlannedChange[];
}

/** Documents that no catalog has to see: they are refused as they stand. */
function sorted({ documents }: PlanInput): Sorted {
  const readable: PlacedDocument[] = [];
  const refused: PlannedChange[] = [];
  for (const [index, sent] of documents.entries()) {
    const document = readableDocument(sent);
    if (document.ok) readable.push({ index, document: document.value });
    else refused.push(refusedItem(sent, index, document.error));
  }
  return { readable, refused };
}

/** An item of one part, with its place among all documents. */
const placed = (item: PlannedChange, chunk: readonly PlacedDocument[]): PlannedChange => ({
  ...item,
  document: item.document === null ? null : (chunk[item.document]?.index ?? null),
});

const longestName = 128;

/** What is called longer is no backend's name. */
const namedIn = (items: readonly PlannedChange[]): NamedBackend[] =>
  items.filter(({ name }) => name !== '' && name.length <= longestName).map(({ name, source }) => ({ name, source }));

const place = ({ document }: PlannedChange) => document ?? Number.MAX_SAFE_INTEGER;

/** Items as their documents stand; what is deleted comes last. */
function inOrder(plan: ApplyPlan, refused: readonly PlannedChange[]): ApplyPlan {
  const items = [...plan.items, ...refused].toSorted((a, b) => place(a) - place(b));
  return { ...plan, items, summary: planSummary(items) };
}
