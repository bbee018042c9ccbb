import type { FieldPath } from '@enginehouse/contracts';
import { errorAt, type SpecFailure } from '../errors/spec-error.js';
import { closest } from '../suggest/closest.js';
import type { LocatedError } from './located-error.js';
import type { MappingNode, YamlNode } from './yaml-node.js';

/** Reads typed fields out of YAML maps. A field that is absent, null or wrong reads as `undefined`; what is wrong is noted. */
export class FieldReader {
  readonly errors: LocatedError[] = [];
  private hints = MAX_HINTS;

  text(map: MappingNode, path: FieldPath, name: string): string | undefined {
    const node = present(map, name);
    return node && this.scalarText(node, [...path, name]);
  }

  requiredText(map: MappingNode, path: FieldPath, name: string): string | undefined {
    const node = present(map, name);
    if (node === undefined) return this.missing(map, path, name);
    const text = this.scalarText(node, [...path, name]);
    return text === '' ? this.missing(map, path, name) : text;
  }

  textList(map: MappingNode, path: FieldPath, name: string): string[] | undefined {
    const node = present(map, name);
    const items = node && this.items(node, [...path, name]);
    return items?.flatMap((item, index) => this.scalarText(item, [...path, name, index]) ?? []);
  }

  textMap(map: MappingNode, path: FieldPath, name: string): Record<string, string> | undefined {
    const node = present(map, name);
    const entries = node && this.entries(node, [...path, name]);
    return entries && this.texts(entries, [...path, name]);
  }

  texts(map: MappingNode, path: FieldPath): Record<string, string> {
    const pairs = Array.from(map.entries, ([key, { value }]) => {
      const text = this.scalarText(value, [...path, key]);
      return text === undefined ? [] : [[key, text] as const];
    });
    return Object.fromEntries(pairs.flat());
  }

  items(node: YamlNode, path: FieldPath): readonly YamlNode[] | undefined {
    return node.kind === 'sequence' ? node.items : this.wrongType(node, path, 'a list');
  }

  entries(node: YamlNode, path: FieldPath): MappingNode | undefined {
    return node.kind === 'mapping' ? node : this.wrongType(node, path, 'a map');
  }

  /** Notes every field that is not among the known ones. */
  onlyFields(map: MappingNode, path: FieldPath, known: ReadonlySet<string>): void {
    for (const [name, { keyAt }] of map.entries) {
      if (known.has(name)) continue;
      const near = this.hints > 0 ? closest(name, known) : undefined;
      this.hints -= 1;
      const detail = `There is no field ${JSON.stringify(name.slice(0, 100))} here.`;
      this.fail([...path, name], keyAt, {
        code: 'unknown_field',
        detail,
        ...(near === undefined ? {} : { hint: `Did you mean ${near}?` }),
      });
    }
  }

  fail(path: FieldPath, at: number, failure: SpecFailure): undefined {
    this.errors.push({ error: errorAt(path, failure), at });
  }

  private scalarText(node: YamlNode, path: FieldPath): string | undefined {
    if (node.kind === 'scalar' && !node.isNull) return node.text;
    return this.wrongType(node, path, 'a text');
  }

  private wrongType(node: YamlNode, path: FieldPath, wanted: string): undefined {
    if (node.kind === 'invalid') return undefined;
    this.fail(path, node.at, { code: 'invalid_type', detail: `This must be ${wanted}, not ${describe(node)}.` });
  }

  private missing(map: MappingNode, path: FieldPath, name: string): undefined {
    const at = map.entries.get(name)?.keyAt ?? map.at;
    this.fail([...path, name], at, { code: 'required', detail: `${name} is needed here.` });
  }
}

/** Looking for what was meant takes time; only the first mistakes get a suggestion. */
const MAX_HINTS = 5;

/** The value of a field, unless it is absent or null. */
export function present(map: MappingNode, name: string): YamlNode | undefined {
  const value = map.entries.get(name)?.value;
  return value?.kind === 'scalar' && value.isNull ? undefined : value;
}

function describe(node: Exclude<YamlNode, { kind: 'invalid' }>): string {
  if (node.kind === 'scalar') return node.isNull ? 'null' : 'a text';
  return node.kind === 'sequence' ? 'a list' : 'a map';
}
