import { nameInYaml, splitYamlDocuments } from '@enginehouse/backend-spec';
import { problemOf, ProblemError } from '@enginehouse/contracts';
import { readFileAt, readFiles, type TextFile } from './document-files.js';
import type { Io } from './io.js';
import { UsageError } from './usage-error.js';

/** One document as it is sent. */
export interface Document {
  /** What to call it in messages. */
  readonly source: string;
  /** The line of its file at which it begins. */
  readonly line: number;
  readonly type: 'application/json' | 'application/yaml';
  readonly content: string;
  /** The backend it describes, where that is written at the top level. */
  readonly name: string | undefined;
}

const mostBytes = 1024 * 1024;

/** Every document of files, folders and standard input (`-`), in the order they are named. */
export async function readDocuments(io: Io, paths: readonly string[]): Promise<readonly Document[]> {
  const documents: Document[] = [];
  for (const path of paths) documents.push(...(await readFiles(io, path)).flatMap(documentsIn));
  return documents;
}

/** A file that is one document, or standard input for `-`. */
export async function readDocument(io: Io, path: string): Promise<Document> {
  const { source, text } = await readFileAt(io, path);
  return documentOf(source, text, 1);
}

/** Where a file holds several documents, each says which it is. One without any is sent as it is: the server knows best what is wrong with it. */
function documentsIn({ source, text }: TextFile): readonly Document[] {
  const parts = splitYamlDocuments(text);
  const [only] = parts;
  if (parts.length <= 1) return [documentOf(source, only?.text ?? text, only?.line ?? 1)];
  return parts.map((part, index) => documentOf(`${source} (document ${index + 1})`, part.text, part.line));
}

function documentOf(source: string, content: string, line: number): Document {
  if (content.trim() === '') throw new UsageError(`${source} is empty.`);
  if (Buffer.byteLength(content) > mostBytes) throw new ProblemError(tooLarge(source));
  const read = jsonOf(content);
  const json = read && definitionIn(read);
  return {
    source,
    line,
    type: json === undefined || 'version_configs' in json ? 'application/yaml' : 'application/json',
    content: json === read ? content : JSON.stringify(json),
    name: json === undefined ? nameInYaml(content) : nameInJson(json),
  };
}

const tooLarge = (source: string) =>
  problemOf('input-too-large', `${source} is larger than 1 MiB.`, {
    hint: 'Leave out the icon, or divide the versions among several backends.',
  });

/** The content where it is JSON; JSON with GPUStack's field names is sent as YAML, which it is too. */
function jsonOf(content: string): object | undefined {
  if (!/^\s*\{/.test(content)) return undefined;
  try {
    return JSON.parse(content) as object;
  } catch {
    return undefined;
  }
}

/** What `backend get -o json` prints has the definition inside. */
function definitionIn(json: object): object {
  const { definition, backend_name: name } = json as { definition?: unknown; backend_name?: unknown };
  return name === undefined && typeof definition === 'object' && definition !== null ? definition : json;
}

function nameInJson(json: object): string | undefined {
  const { backend_name: name } = json as { backend_name?: unknown };
  return typeof name === 'string' && name !== '' ? name : undefined;
}
