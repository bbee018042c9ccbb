import { nameInYaml } from '@enginehouse/backend-spec';
import {
  err,
  ok,
  plainIssues,
  type PlanDocument,
  type PlannedChange,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import { sentDefinition } from '@enginehouse/contracts/http';
import { fieldErrorsOf } from '../http/field-errors.js';
import { inputProblem } from '../http/prepare-call.js';
import type { SentDocument } from './plan-input.js';

/** A document whose definition, where it has one, is checked as `PUT /v1/backends/{name}` checks it. */
export function readableDocument({ definition, ...document }: SentDocument): Result<PlanDocument, Problem> {
  if (definition === undefined) {
    return ok(document);
  }
  const parsed = sentDefinition.safeParse(definition, plainIssues());
  return parsed.success
    ? ok({ ...document, definition: parsed.data })
    : err(inputProblem(fieldErrorsOf(parsed.error, sentDefinition)));
}

/** The item of a document that the catalog is not asked about. */
export const refusedItem = (document: SentDocument, index: number, problem: Problem): PlannedChange => ({
  name: nameOf(document),
  document: index,
  source: document.source,
  action: 'refused',
  revision: null,
  changes: [],
  impact: [],
  problem,
});

function nameOf({ definition, yaml }: SentDocument): string {
  const name = definition?.['backend_name'];
  return typeof name === 'string' ? name : ((yaml === undefined ? undefined : nameInYaml(yaml)) ?? '');
}
