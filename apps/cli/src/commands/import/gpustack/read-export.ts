import { splitYamlDocuments } from '@enginehouse/backend-spec';
import { brokenLimit, readYamlText, withPositions, type YamlNode, type YamlText } from '@enginehouse/backend-spec/yaml';
import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import type { TextFile } from '../../../document-files.js';
import { isFormList, notAnExport, tooLarge, unreadable } from './export-problems.js';
import type { ImportWarning } from './import-report.js';
import { isFields, textOf, valueOf, type Fields } from './values.js';

/** A backend as GPUStack wrote it. */
export interface ExportedBackend {
  /** File and line, for messages. */
  readonly source: string;
  /** `list`: from the list of community backends, which does not say so of each. */
  readonly form: 'api' | 'document' | 'list';
  readonly fields: Fields;
}

export interface ReadExport {
  readonly backends: readonly ExportedBackend[];
  readonly warnings: readonly ImportWarning[];
}

/** As much as the answer of any GPUStack; more is no export. */
const limits = { bytes: 64 * 1024 * 1024, mergedEntries: 100_000 };

/** Finds the backends of a file: an answer of GPUStack's API, exported YAML, or the list of community backends. */
export function readExport({ source, text }: TextFile): Result<ReadExport, Problem> {
  const parts = splitYamlDocuments(text);
  const read = (parts.length > 0 ? parts : [{ text, line: 1 }]).map((part) => readPart(source, part));
  const wrong = read.find((part) => !part.ok);
  if (wrong && !wrong.ok) return wrong;
  const all = read.flatMap((part) => (part.ok ? [part.value] : []));
  return ok({
    backends: all.flatMap(({ backends }) => backends),
    warnings: all.flatMap(({ warnings }) => warnings),
  });
}

interface Part {
  readonly text: string;
  readonly line: number;
}

function readPart(source: string, part: Part): Result<ReadExport, Problem> {
  const read = readYamlText(part.text, limits);
  if (!read.ok) {
    const again = asPlainJson(part.text);
    return again === undefined
      ? err(unreadable(source, [read.error], part.line))
      : readPart(source, { ...part, text: again });
  }
  const { root, errors, lines } = read.value;
  if (errors.length > 0) return err(unreadable(source, withPositions(errors, lines), part.line));
  const places = placesIn(root);
  if (places.nodes.some(({ size }) => brokenLimit(size) !== undefined)) return err(tooLarge(source));
  const value = root.kind === 'mapping' || root.kind === 'sequence' ? valueOf(root) : null;
  const backends = backendsAt(places, { source, part, text: read.value });
  if (backends === undefined) return err(notAnExport(source, value));
  return ok({ backends, warnings: isFields(value) ? pageWarnings(source, value) : [] });
}

/** JSON that the YAML reader does not take, as with tabs, in a form that it does; its lines stay where that is possible. */
function asPlainJson(text: string): string | undefined {
  try {
    const plain = JSON.stringify(JSON.parse(text));
    // No text of JSON holds a tab as such.
    const again = text.includes('\t') ? text.replaceAll('\t', ' ') : plain;
    return again === text ? undefined : again;
  } catch {
    return undefined;
  }
}

interface Places {
  readonly form: ExportedBackend['form'] | 'unknown';
  readonly nodes: readonly YamlNode[];
}

/** Where backends stand in each form of file. */
function placesIn(root: YamlNode): Places {
  if (root.kind === 'sequence') return { form: 'list', nodes: root.items };
  if (root.kind !== 'mapping') return { form: 'unknown', nodes: [] };
  const items = root.entries.get('items')?.value;
  if (items?.kind === 'sequence') return { form: 'api', nodes: items.items };
  const isOne = root.entries.has('backend_name') || root.entries.has('version_configs');
  return isOne ? { form: 'document', nodes: [root] } : { form: 'unknown', nodes: [] };
}

function backendsAt(
  { form, nodes }: Places,
  { source, part, text }: { source: string; part: Part; text: YamlText },
): readonly ExportedBackend[] | undefined {
  if (form === 'unknown') return undefined;
  const backends = nodes.map((node) => ({ node, fields: valueOf(node) }));
  if (!backends.every(({ fields }) => isFields(fields) && !isFormList(fields))) return undefined;
  return backends.map(({ node, fields }): ExportedBackend => {
    const line = text.lines.positionOf(node.at).line + part.line - 1;
    const ofApi = form === 'list' && isFields(fields) && fields.has('created_at');
    return { source: `${source}:${line}`, form: ofApi ? 'api' : form, fields: isFields(fields) ? fields : new Map() };
  });
}

function pageWarnings(source: string, root: Fields): readonly ImportWarning[] {
  const pagination = root.get('pagination');
  if (!isFields(pagination)) return [];
  const [page, pages] = [textOf(pagination, 'page'), textOf(pagination, 'totalPage')];
  if (Number(pages) <= 1 || pages === '') return [];
  const detail = `${source} is page ${page} of ${pages}.`;
  const hint = 'Ask GPUStack for more at once (perPage=1000), or give all pages.';
  return [{ code: 'one-page-of-several', path: [source], detail, hint }];
}
