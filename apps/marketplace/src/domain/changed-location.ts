import {
  err,
  ok,
  plainIssues,
  sourceLocation,
  type LocationChange,
  type Problem,
  type Result,
  type SourceLocation,
} from '@enginehouse/contracts';
import { sourceRefusals } from './source-refusals.js';

/** Where a source is after a change. */
export function changedLocation(
  name: string,
  current: SourceLocation,
  { tag, ...change }: LocationChange,
): Result<SourceLocation, Problem> {
  const kind = change.kind ?? current.kind;
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const merged: Readonly<Record<string, unknown>> = { ...(kind === current.kind && current), ...said, kind };
  const parsed = sourceLocation.safeParse(tag === undefined ? merged : tagged(merged, tag), plainIssues());
  return parsed.success ? ok(parsed.data) : err(sourceRefusals.noSuchPlace(name, kind, errorsOf(parsed.error.issues)));
}

/** A place that has no reference keeps the tag, and is refused for it. */
const tagged = (location: Readonly<Record<string, unknown>>, tag: string): Readonly<Record<string, unknown>> =>
  typeof location['reference'] === 'string'
    ? { ...location, reference: withTag(location['reference'], tag) }
    : { ...location, tag };

/** A colon before the last slash belongs to the port of the registry. */
function withTag(reference: string, tag: string): string {
  const repository = reference.replace(/[:@][^/]*$/, '');
  return `${repository}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`;
}

type Issues = NonNullable<ReturnType<typeof sourceLocation.safeParse>['error']>['issues'];

const errorsOf = (issues: Issues) =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ code: 'unknown-field', path: [key], detail: `has no ${key}` }))
      : [{ code: issue.code.replaceAll('_', '-'), path: issue.path.map(String), detail: issue.message }],
  );
