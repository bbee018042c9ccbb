import { problemOf, type Problem } from '@enginehouse/contracts';
import { differenceOf } from './difference.js';
import { asOf, type LoadedBackend } from './loaded-backend.js';

/** The refusal of a write that was based on an older revision, with what changed since then field by field. */
export function staleRevision(loaded: LoadedBackend, expected: number): Problem {
  const diff = differenceOf(asOf(loaded, expected).state, loaded.state);
  const basis = expected === 0 ? 'there being no such backend' : `revision ${expected}`;
  return problemOf(
    'stale-revision',
    `The change was based on ${basis}, but the backend is at revision ${loaded.revision}.`,
    {
      hint: 'Read the backend again, take over what changed, and send the change with the new revision.',
      currentRevision: loaded.revision,
      extra: { diff },
    },
  );
}
