import type { Provider } from '@nestjs/common';
import type { EventStore } from '@enginehouse/event-store';
import type { Logger } from '@enginehouse/service-kit';
import { AutoUpdates } from './application/auto-updates.js';
import { EntryChanges } from './application/entry-changes.js';
import { EntryCommands } from './application/entry-commands.js';
import { EntryDesk } from './application/entry-desk.js';
import { EntryMerges } from './application/entry-merges.js';
import { DirectoryEntries, EntryDirectory } from './application/entry-directory.js';
import { noEntryFailpoints, type AtEntryFailpoint } from './application/entry-failpoints.js';
import { FollowSources } from './application/follow-sources.js';
import { ImageDigests } from './application/image-digests.js';
import { LostBackends } from './application/lost-backends.js';
import { Offers } from './application/offers.js';
import { RestoredBackends } from './application/restored-backends.js';
import { UpdatePlanner } from './application/update-planner.js';
import type { AfterSync, Catalog, Clock, EnabledEntries, OfferingSources, Snapshots, Usage } from './ports.js';
import { CLOCK } from './ports.js';
import { EntryUpdateQuery } from './queries/entry-update/entry-update.query.js';
import { DisableEntryHandler } from './use-cases/disable-entry/disable-entry.handler.js';
import { EnableEntryHandler } from './use-cases/enable-entry/enable-entry.handler.js';
import { SetEntryPolicyHandler } from './use-cases/set-entry-policy/set-entry-policy.handler.js';
import { UpdateEntryHandler } from './use-cases/update-entry/update-entry.handler.js';

/** What entries are enabled, updated and disabled with. */
export interface EntryParts {
  readonly store: EventStore;
  readonly directory: EntryDirectory;
  readonly sources: OfferingSources;
  readonly snapshots: Snapshots;
  readonly catalog: Catalog;
  readonly usage: Usage;
  readonly logger: Logger;
  readonly now?: Clock | undefined;
  readonly at?: AtEntryFailpoint | undefined;
}

/** Everything about entries, ready to be asked. */
export interface Entries {
  readonly enabled: EnabledEntries;
  readonly after: AfterSync;
  readonly desk: EntryDesk;
  readonly restored: RestoredBackends;
  readonly providers: Provider[];
}

/** Enabling does not wait longer for registries. */
const registryPatienceMs = 5000;
/** How often what nobody tells of is looked for: windows that open, backends that are gone. */
const lookEveryMs = 30_000;

/** Puts together what works on entries. */
export function entriesWith(parts: EntryParts): Entries {
  const { store, directory, sources, snapshots, catalog, usage, logger } = parts;
  const { now = () => new Date(), at = noEntryFailpoints } = parts;
  const commands = new EntryCommands(store, directory);
  const changes = new EntryChanges(commands, catalog, at);
  const offers = new Offers(sources, snapshots);
  const digests = new ImageDigests(catalog, registryPatienceMs);
  const merges = new EntryMerges(usage, now);
  const planner = new UpdatePlanner(commands, offers, catalog, merges);
  const lost = new LostBackends(directory, commands, changes, catalog, logger);
  const after = new FollowSources(directory, commands, snapshots, logger);
  const restored = new RestoredBackends({ directory, commands, changes, catalog, sources, after, logger });
  const updates = new AutoUpdates({ directory, changes, sources, offers, catalog, digests, now, logger });
  return {
    enabled: new DirectoryEntries(directory),
    after,
    desk: new EntryDesk({ directory, changes, catalog, lost, restored, updates, logger }, lookEveryMs),
    restored,
    providers: [
      { provide: EntryCommands, useValue: commands },
      { provide: EntryChanges, useValue: changes },
      { provide: Offers, useValue: offers },
      { provide: ImageDigests, useValue: digests },
      { provide: EntryMerges, useValue: merges },
      { provide: UpdatePlanner, useValue: planner },
      { provide: LostBackends, useValue: lost },
      { provide: CLOCK, useValue: now },
      EnableEntryHandler,
      DisableEntryHandler,
      UpdateEntryHandler,
      SetEntryPolicyHandler,
      EntryUpdateQuery,
    ],
  };
}
