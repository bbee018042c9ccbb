import { err, ok, type Result } from '@enginehouse/contracts';
import type { SpecError } from '../errors/spec-error.js';
import { composeParts } from './compose-yaml.js';
import { decodeYaml } from './decode-yaml.js';
import type { LineIndex } from './line-index.js';
import { withPositions, type LocatedError } from './located-error.js';
import { parseYamlEvents } from './parse-yaml-events.js';
import type { YamlNode } from './yaml-node.js';

/** How large a text may be that holds many backends: bytes of UTF-8, and entries taken over by `<<` in all of it. */
export interface YamlTextLimits {
  readonly bytes: number;
  readonly mergedEntries: number;
}

/** One YAML document as nodes, with the errors inside of it: those of one part need not touch the others. */
export interface YamlText {
  readonly root: YamlNode;
  /** In the order in which they were found. */
  readonly errors: readonly LocatedError[];
  readonly lines: LineIndex;
}

/**
 * Reads the nodes of a YAML (or JSON) text with one document. It fails where the text is no YAML at all. The size of the
 * whole is not limited but by its bytes: look at the size of each part (`brokenLimit`) before it is written out.
 */
export function readYamlText(input: string | Uint8Array, limits: YamlTextLimits): Result<YamlText, SpecError> {
  const source = decodeYaml(input, limits.bytes);
  if (!source.ok) return source;
  const document = parseYamlEvents(source.value);
  if (!document.ok) return document;
  const { lines } = document.value;
  const { root, errors } = composeParts(document.value, limits.mergedEntries);
  if (root !== undefined) return ok({ root, errors, lines });
  const [first] = withPositions(errors, lines);
  return err(first ?? { code: 'alias_limit', path: [], detail: 'The document is too large.', line: 1, column: 1 });
}
