import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import type { IncomingHttpHeaders } from 'node:http';

const yamlTypes = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'];

/** Whether a request has a body at all. */
export const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Whether the body is JSON or YAML; anything else, packed bodies and other charsets are refused. */
export function bodyType(headers: IncomingHttpHeaders, yamlToo: boolean): Result<'json' | 'yaml', Problem> {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(/\s*;\s*/);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    return refuse(`content-encoding ${encoding}`, yamlToo);
  }
  const charset = parameters.find((each) => /^charset=(?!"?utf-8"?$)/.test(each));
  if (charset !== undefined) {
    return refuse(charset, yamlToo);
  }
  if (/^application\/(json|[\w.-]+\+json)$/.test(type)) {
    return ok('json');
  }
  return yamlToo && yamlTypes.includes(type) ? ok('yaml') : refuse(type || 'no content type', yamlToo);
}

function refuse(what: string, yamlToo: boolean): Result<never, Problem> {
  const accepted = yamlToo ? 'application/json or application/yaml' : 'application/json';
  return err(
    problemOf('unsupported-media-type', `${what} is not accepted here`, {
      hint: `Send ${accepted}, in UTF-8, not compressed, with its Content-Type.`,
    }),
  );
}
