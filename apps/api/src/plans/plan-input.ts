import { splitYamlDocuments } from '@enginehouse/backend-spec';
import { err, ok, type NamedBackend, type Problem, type Result } from '@enginehouse/contracts';
import type { PlanBody, planRoutes } from '@enginehouse/contracts/http';
import type { Call } from '../http/call.js';
import { inputProblem } from '../http/prepare-call.js';

export type SentDocument = PlanBody['documents'][number];

/** What is to be planned, however it was sent. */
export interface PlanInput {
  readonly documents: readonly SentDocument[];
  readonly applySet: string | undefined;
  readonly prune: boolean;
  readonly lock: boolean;
  readonly named: readonly NamedBackend[];
}

const mostDocuments = 1000;

/** Reads the call: JSON that lists documents, or YAML that is one or more of them. */
export function planInputOf({ yaml, body, query }: PlanCall): Result<PlanInput, Problem> {
  if (yaml === undefined) {
    const { documents, applySet = query.applySet, prune = query.prune, lock = query.lock, named = [] } = body;
    return ok({ documents, applySet, prune, lock, named });
  }
  const documents = documentsIn(yaml);
  if (documents.length > mostDocuments) {
    return err(inputProblem([{ code: 'too-big', path: [], detail: `holds more than ${mostDocuments} documents` }]));
  }
  return ok({ documents, ...query, applySet: query.applySet, named: [] });
}

type PlanCall = Pick<Call<typeof planRoutes.plan>, 'yaml' | 'body' | 'query'>;

/** A text without any document is one that is empty: the plan tells that it is. */
function documentsIn(yaml: string): readonly SentDocument[] {
  const parts = splitYamlDocuments(yaml);
  const only = parts.length === 1;
  return parts.length === 0
    ? [{ source: '', line: 1, yaml }]
    : parts.map(({ text, line }, index) => ({ source: only ? '' : `document ${index + 1}`, line, yaml: text }));
}
