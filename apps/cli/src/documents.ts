import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseBackendYaml } from '@enginehouse/backend-spec';
import type { Io } from './io.js';
import { UsageError } from './usage-error.js';

/** A file as it is sent. */
export interface Document {
  /** What to call it in messages. */
  readonly source: string;
  readonly type: 'application/json' | 'application/yaml';
  readonly content: string;
  /** The backend it describes, where that is written at the top level. */
  readonly name: string | undefined;
}

const mostBytes = 1024 * 1024;

/** Reads a document from a file, or from standard input for `-`. */
export async function readDocument(io: Io, file: string): Promise<Document> {
  const content = file === '-' ? await io.readStdin() : await readText(resolve(io.cwd, file), file);
  if (Buffer.byteLength(content) > mostBytes) throw new UsageError(`${file} is larger than 1 MiB.`);
  const json = jsonOf(content);
  return {
    source: file === '-' ? 'standard input' : file,
    type: json === undefined ? 'application/yaml' : 'application/json',
    content,
    name: json === undefined ? (nameRead(content) ?? nameInYaml(content)) : nameInJson(json),
  };
}

async function readText(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : String(code)}.`);
  }
}

function jsonOf(content: string): unknown {
  if (!/^\s*\{/.test(content)) return undefined;
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return undefined;
  }
}

function nameInJson(json: unknown): string | undefined {
  const { backend_name: name } = json as { backend_name?: unknown };
  return typeof name === 'string' && name !== '' ? name : undefined;
}

const modes = ['create', 'community', 'built_in'] as const;

/** The name in a document without errors, of whatever kind of backend it is. */
function nameRead(content: string): string | undefined {
  const read = modes.map((mode) => parseBackendYaml(content, mode)).find((result) => result.ok);
  return read?.ok ? read.value.backend_name : undefined;
}

const nameLine =
  /^(?:backend_name|"backend_name"|'backend_name')[ \t]*:[ \t]+(?:"([^"\r\n]+)"|'([^'\r\n]+)'|([^\s#"'&*!|>{[][^\r\n#]*))/m;

/** The name in a document with errors: only for the address, so that the server can tell what is wrong with the rest. */
export function nameInYaml(content: string): string | undefined {
  const [, double, single, plain] = nameLine.exec(content) ?? [];
  return double ?? single ?? plain?.trim();
}
