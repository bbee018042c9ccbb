import { migrate } from '@enginehouse/event-store';
import { migrateReadModel } from './data-source.js';

/** The schema of this service; it holds the log and the read model. */
export const schema = 'catalog';

/** Brings log and read model up to date, as their owner; the role that the service runs as gets only what it needs. */
export async function migrateCatalog(urls: { readonly owner: string; readonly service: string }): Promise<void> {
  const role = roleOf(urls.service);
  const grantee = role === roleOf(urls.owner) ? undefined : role;
  await migrate(urls.owner, schema, grantee === undefined ? {} : { writerRole: grantee });
  await migrateReadModel(urls.owner, grantee);
}

const roleOf = (url: string): string => decodeURIComponent(new URL(url).username);
