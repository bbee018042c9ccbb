import { createEventStore, migrate, type EventStore } from '@enginehouse/event-store';

/** The schema of this service; it holds the log and nothing else. */
export const schema = 'scheduler';
/** Advisory lock of the one process that decides: nobody else can append. */
const leaderKey = 4_700_010_011n;

/** Which roles the scheduler uses: one owns the schema, the other may append and read. */
export interface StoreConnections {
  readonly databaseUrl: string;
  /** Default: `databaseUrl`. */
  readonly migrationUrl?: string | undefined;
}

/** Brings the log's schema up to date and opens it. */
export async function openStore({ databaseUrl, migrationUrl = databaseUrl }: StoreConnections): Promise<EventStore> {
  const writerRole = roleOf(databaseUrl);
  await migrate(migrationUrl, schema, writerRole === roleOf(migrationUrl) ? {} : { writerRole });
  return createEventStore({ connection: databaseUrl, schema, fence: leaderKey });
}

const roleOf = (url: string): string => decodeURIComponent(new URL(url).username);
