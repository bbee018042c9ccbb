import { closest } from '@enginehouse/backend-spec';
import { problemOf, ProblemError, sourceName, type EntrySummary, type SyncReport } from '@enginehouse/contracts';
import type { Session } from '../../../session.js';
import { UsageError } from '../../../usage-error.js';
import { readEntries } from './read-entries.js';
import { rejectingSyncs, rejectionOf } from './rejecting-syncs.js';

/** What names an entry, for the addresses of the API. */
export type EntryPlace = Pick<EntrySummary, 'source' | 'name'>;

interface Wish {
  readonly source: string | undefined;
  readonly name: string;
}

/**
 * The entry of a name: `NAME`, or `SOURCE/NAME` where several sources offer one. Commands about enabled entries mean the
 * enabled one, of which there is one at most.
 */
export async function findEntry(
  session: Session,
  text: string,
  { enabled }: { readonly enabled: boolean },
): Promise<EntrySummary> {
  const wish = wishOf(text);
  const named = (await readEntries(session, { search: wish.name, source: wish.source })).filter(isNamed(wish.name));
  const meant = enabled && named.some((entry) => entry.enabled) ? named.filter((entry) => entry.enabled) : named;
  const [entry, ...others] = meant;
  if (!entry) throw new ProblemError(await unknown(session, wish));
  if (others.length === 0) return entry;
  const places = meant.map(({ source, name }) => `${source}/${name}`);
  throw new UsageError(
    `Several sources offer ${entry.name}: ${meant.map(({ source }) => source).join(', ')}.`,
    `Say which: ${places.join(' or ')}.`,
  );
}

/** The entries of several names, each once. */
export async function findEntries(
  session: Session,
  names: readonly string[],
  wish: { readonly enabled: boolean },
): Promise<readonly EntrySummary[]> {
  const found = new Map<string, EntrySummary>();
  for (const name of names) {
    const entry = await findEntry(session, name, wish);
    found.set(`${entry.source}/${entry.name}`, entry);
  }
  return [...found.values()];
}

/** A name may hold a slash too; what stands before it is a source only where it can be one. */
function wishOf(text: string): Wish {
  const at = text.indexOf('/');
  const source = text.slice(0, Math.max(0, at));
  if (at < 0 || !sourceName.safeParse(source).success) return { source: undefined, name: text };
  return { source, name: text.slice(at + 1) };
}

const isNamed =
  (name: string) =>
  (entry: EntrySummary): boolean =>
    entry.name.toLowerCase() === name.toLowerCase();

async function unknown(session: Session, { source, name }: Wish) {
  const where = source === undefined ? 'No source offers' : `Source ${source} does not offer`;
  const entries = await readEntries(session, { source });
  const near = closest(
    name,
    entries.map((entry) => entry.name),
  );
  const hint = near === undefined ? await hintFor(session, { source, name }, entries.length) : `Did you mean ${near}?`;
  return problemOf('entry-not-found', `${where} ${JSON.stringify(name)}.`, { hint });
}

async function hintFor(session: Session, { source, name }: Wish, offered: number): Promise<string> {
  const reports = await rejectingSyncs(session, source);
  const rejected = reports.find((report) => rejectionOf(report, name) !== undefined);
  if (rejected) {
    const why = `Source ${rejected.source} has it, but it was rejected: ${rejectionOf(rejected, name)}.`;
    return `${why} More: ${commandFor(rejected)}`;
  }
  if (offered === 0) return 'Nothing is offered there at all. How the last syncs went: enginehouse market source list';
  const all = `All there is: enginehouse market list${source === undefined ? '' : ` --source ${source}`}`;
  return reports.length === 0 ? all : `${all}; what was rejected: ${reports.map(commandFor).join(' or ')}`;
}

const commandFor = ({ id }: SyncReport): string => `enginehouse market sync-report ${id}`;
