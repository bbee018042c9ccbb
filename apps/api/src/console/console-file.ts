import { stat } from 'node:fs/promises';
import path from 'node:path';

/** How a file is sent. */
export interface ConsoleFile {
  /** Within the folder. */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How files may be packed, the smallest first. */
export const packings = ['br', 'gzip'] as const;
type Packing = (typeof packings)[number];

const suffixes: Readonly<Record<Packing, string>> = { br: '.br', gzip: '.gz' };
/** Files whose packed twins the build writes beside them. */
const packedTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};
/** What a script may do that runs as a worker, for then its own headers count and not the page's: ask this server. */
const workerPolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";
/** Their names change with their content. */
const hashed = /^\/assets\//;
const oneYear = 31_536_000;

/** The file at a path, packed where the client takes that; undefined where there is none. `pathname` as it was sent. */
export async function findConsoleFile(
  directory: string,
  pathname: string,
  accepted: Packing | undefined,
): Promise<ConsoleFile | undefined> {
  const type = packedTypes[path.extname(pathname)];
  const packed = type !== undefined && accepted ? await fileAt(directory, pathname + suffixes[accepted]) : undefined;
  const found = packed ?? (await fileAt(directory, pathname));
  return (
    found && {
      name: found.name,
      headers: {
        ETag: found.tag,
        'Cache-Control': hashed.test(pathname) ? `public, max-age=${oneYear}, immutable` : 'public, no-cache',
        ...(type === undefined ? {} : { 'Content-Type': type, Vary: 'Accept-Encoding' }),
        ...(path.extname(pathname) === '.js' ? { 'Content-Security-Policy': workerPolicy } : {}),
        ...(packed && accepted ? { 'Content-Encoding': accepted } : {}),
      },
    }
  );
}

interface Found {
  readonly name: string;
  readonly tag: string;
}

/** A file below the folder: no way up, no hidden one, nothing that is encoded. */
async function fileAt(directory: string, pathname: string): Promise<Found | undefined> {
  const name = pathname.slice(1);
  if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(name)) {
    return undefined;
  }
  const stats = await stat(path.join(directory, name)).catch(() => undefined);
  return stats?.isFile()
    ? { name, tag: `"${stats.size.toString(36)}-${Math.trunc(stats.mtimeMs).toString(36)}"` }
    : undefined;
}
