import { builtinPlaceholders } from '@enginehouse/backend-spec';
import { frameworks, type BackendSource } from '@enginehouse/contracts';

/** What may be typed at a place. `from` is where it begins to replace. */
export interface Completions {
  readonly from: number;
  readonly options: readonly Completion[];
}
export interface Completion {
  readonly label: string;
  /** What is put in; the label where left out. */
  readonly apply?: string;
  readonly type: 'property' | 'enum' | 'variable';
}

const backendFields = [
  'backend_name',
  'description',
  'icon',
  'health_check_path',
  'default_version',
  'default_run_command',
  'default_entrypoint',
  'default_backend_param',
  'common_parameters',
  'parameter_format',
];
const versionFields = ['image_name', 'custom_framework', 'run_command', 'entrypoint', 'deprecated'];

/** Field names and values that fit at an offset of a YAML text, by the indentation above it. */
export function completionsAt(text: string, offset: number, source: BackendSource): Completions | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  const placeholder = /\{\{(\w*)$/.exec(before);
  if (placeholder) return placeholders(offset - (placeholder[1] ?? '').length, text.startsWith('}}', offset));
  const value = /^\s*(?:- )?(\w+):\s+["']?([\w.-]*)$/.exec(before);
  if (value) return values(text, value[1] ?? '', offset - (value[2] ?? '').length);
  const name = /^(\s*(?:- )?)(\w*)$/.exec(before);
  if (!name) return undefined;
  const indent = (name[1] ?? '').length;
  const path = pathAbove(text.slice(0, start), indent);
  return { from: offset - (name[2] ?? '').length, options: fieldsAt(path, source, indent) };
}

const placeholders = (from: number, isClosed: boolean): Completions => ({
  from,
  options: builtinPlaceholders.map((label) => ({ label, apply: isClosed ? label : `${label}}}`, type: 'variable' })),
});

function values(text: string, field: string, from: number): Completions | undefined {
  const options = valuesOf(text, field);
  return options && { from, options: options.map((label) => ({ label, type: 'enum' })) };
}

function valuesOf(text: string, field: string): readonly string[] | undefined {
  if (field === 'parameter_format') return ['space', 'equal'];
  if (field === 'custom_framework' || field === 'framework') return frameworks;
  return field === 'default_version' ? versionsIn(text) : undefined;
}

/** The keys one level below `version_configs`. */
function versionsIn(text: string): readonly string[] {
  const body = /^version_configs:[^\n]*\n((?:[ \t]+[^\n]*(?:\n|$)|\s*\n)*)/m.exec(text)?.[1] ?? '';
  const keys = Array.from(body.matchAll(/^([ \t]+)(["']?)([\w.-]+)\2:/gm));
  const indent = Math.min(...keys.map(([, blanks = '']) => blanks.length));
  return keys.flatMap(([, blanks = '', , name = '']) => (blanks.length === indent ? [name] : []));
}

/** The names of the maps that a line of this indentation stands in, outermost first. */
function pathAbove(above: string, indent: number): readonly string[] {
  const path: string[] = [];
  let limit = indent;
  for (const line of above.split('\n').toReversed()) {
    const key = /^(\s*)(?:- )?(["']?)([^\s"'#:]+)\2:\s*(?:#.*)?$/.exec(line);
    const depth = key?.[1]?.length ?? Infinity;
    if (key && depth < limit) {
      path.unshift(key[3] ?? '');
      limit = depth;
    }
  }
  return path;
}

function fieldsAt(path: readonly string[], source: BackendSource, indent: number): readonly Completion[] {
  const [root, , inner] = path;
  if (path.length === 0)
    return indent === 0 ? [...named(backendFields), ...maps(['default_env', 'version_configs'], indent)] : [];
  if (root !== 'version_configs' || path.length < 2) return [];
  if (inner === 'images') return named(['framework', 'image_name']);
  if (inner !== undefined) return [];
  return [...named(versionFields), ...maps(source === 'built_in' ? ['env', 'images'] : ['env'], indent)];
}

const named = (fields: readonly string[]): Completion[] =>
  fields.map((label) => ({ label, apply: `${label}: `, type: 'property' }));

const maps = (fields: readonly string[], indent: number): Completion[] =>
  fields.map((label) => ({ label, apply: `${label}:\n${' '.repeat(indent + 2)}`, type: 'property' }));
