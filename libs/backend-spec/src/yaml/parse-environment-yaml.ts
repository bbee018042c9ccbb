import { err, ok, type Result } from '@enginehouse/contracts';
import { checkVariableName } from '../environment/check-environment.js';
import { errorAt, type SpecError } from '../errors/spec-error.js';
import { composeYaml } from './compose-yaml.js';
import { decodeYaml } from './decode-yaml.js';
import { FieldReader } from './field-reader.js';
import { withPositions } from './located-error.js';
import { parseYamlEvents } from './parse-yaml-events.js';
import type { MappingNode } from './yaml-node.js';

/** Reads environment variables from a YAML map of names to texts. Values keep the text they were written with: `yes`, `010`. */
export function parseEnvironmentYaml(input: string | Uint8Array): Result<Record<string, string>, SpecError[]> {
  const source = decodeYaml(input);
  if (!source.ok) return err([source.error]);
  const document = parseYamlEvents(source.value);
  if (!document.ok) return err([document.error]);
  const { lines } = document.value;
  const { root, errors } = composeYaml(document.value);
  const reader = new FieldReader();
  const map = root && reader.entries(root, []);
  const texts = map ? reader.texts(map, []) : {};
  if (map) reportNames(reader, map);
  const all = [...errors, ...reader.errors];
  return all.length > 0 ? err(withPositions(all, lines)) : ok(texts);
}

function reportNames(reader: FieldReader, map: MappingNode): void {
  for (const [name, { keyAt }] of map.entries) {
    const failure = checkVariableName(name);
    if (failure) reader.errors.push({ error: errorAt([name], failure), at: keyAt });
  }
}
