import type { DocumentDirective } from 'js-yaml';
import type { YamlNode } from './yaml-node.js';

const CORE = 'tag:yaml.org,2002:';
const KINDS: ReadonlyMap<string, YamlNode['kind']> = new Map([
  ['str', 'scalar'],
  ['int', 'scalar'],
  ['float', 'scalar'],
  ['bool', 'scalar'],
  ['null', 'scalar'],
  ['map', 'mapping'],
  ['seq', 'sequence'],
]);

/** What a tag says about a node: nothing, that it is a text whatever it looks like, or the name of a core type. */
export type ResolvedTag = 'none' | 'text' | 'null';

/** Resolves a tag as written. Only the core types and `!` are known; `undefined` for any other, and for one that does not fit the node. */
export function resolveTag(
  written: string,
  kind: YamlNode['kind'],
  directives: readonly DocumentDirective[],
): ResolvedTag | undefined {
  if (written === '') return 'none';
  if (written === '!') return 'text';
  const full = expand(written, directives);
  const name = full.startsWith(CORE) ? full.slice(CORE.length) : '';
  if (KINDS.get(name) !== kind) return undefined;
  return name === 'null' ? 'null' : 'text';
}

function expand(written: string, directives: readonly DocumentDirective[]): string {
  if (written.startsWith('!<')) return decode(written.slice(2, -1));
  const handle = /^!(?:[A-Za-z0-9-]*!)?/.exec(written)?.[0] ?? '!';
  return prefixOf(handle, directives) + decode(written.slice(handle.length));
}

function prefixOf(handle: string, directives: readonly DocumentDirective[]): string {
  for (const directive of directives) {
    if (directive.kind === 'tag' && directive.handle === handle) return directive.prefix;
  }
  return handle === '!!' ? CORE : handle;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
