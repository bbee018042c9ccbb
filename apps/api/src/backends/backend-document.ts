import { err, ok, problemOf, type BackendDefinition, type Problem, type Result } from '@enginehouse/contracts';
import { parseBackendYaml } from '@enginehouse/backend-spec';

/** A backend as the client sent it, and the name it goes by. The catalog reads YAML itself, so it gets the text. */
export type BackendDocument =
  | { readonly name: string; readonly definition: BackendDefinition }
  | { readonly name: string; readonly yaml: string };

/** Finds out which backend a body is about. */
export function documentOf(sent: {
  readonly yaml: string | undefined;
  readonly body: BackendDefinition | undefined;
}): Result<BackendDocument, Problem> {
  if (sent.yaml !== undefined) {
    return fromYaml(sent.yaml);
  }
  return sent.body
    ? ok({ name: sent.body.backend_name, definition: sent.body })
    : err(problemOf('malformed-body', 'a backend is required'));
}

/** Built-in and community backends may be changed by YAML too, and have rules of their own; the catalog knows which apply. */
function fromYaml(yaml: string): Result<BackendDocument, Problem> {
  const custom = parseBackendYaml(yaml, 'create');
  const read = [
    custom,
    ...(custom.ok ? [] : (['community', 'built_in'] as const).map((mode) => parseBackendYaml(yaml, mode))),
  ];
  const readable = read.find((each) => each.ok);
  if (readable?.ok) {
    return ok({ name: readable.value.backend_name, yaml });
  }
  const errors = custom.ok ? [] : custom.error;
  const [first] = errors;
  const line = first?.line === undefined ? '' : `line ${first.line}: `;
  return err(problemOf('invalid-yaml', `${line}${first?.detail ?? 'the document is not a backend'}`, { errors }));
}

/** The refusal of a document under the address of another backend. */
export const otherName = (inDocument: string, inAddress: string): Problem =>
  problemOf('name-immutable', `the document is about "${inDocument}", the address about "${inAddress}"`, {
    hint: 'A backend is renamed by making another one.',
  });

export const addressOf = (name: string): string => `/v1/backends/${encodeURIComponent(name)}`;
