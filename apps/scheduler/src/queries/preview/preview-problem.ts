import type { FieldPath, Problem } from '@enginehouse/contracts';
import type { PreviewBackend } from './preview-backend.js';

/** A refusal of the deployment whose fields are named as they stand in the input of the preview. */
export function atInput(problem: Problem, backend: PreviewBackend): Problem {
  const errors = problem.errors?.map((error) => ({ ...error, path: pathIn(error.path, backend) }));
  return errors ? { ...problem, errors } : problem;
}

/** Paths below `backend` lie in its definition, which was given here or is the catalog's. */
function pathIn(path: FieldPath, { revision }: PreviewBackend): FieldPath {
  const [first, ...rest] = path;
  return first === 'backend' && rest.length > 0 && revision === null
    ? ['definition', ...rest]
    : ['deployment', ...path];
}
