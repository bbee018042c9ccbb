import { marketplace, problemOf, type SyncReport, type SyncRun } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import { FailedError } from '../../../failed-error.js';
import type { Session } from '../../../session.js';
import { UsageError } from '../../../usage-error.js';
import { findingsText, outcomeText } from '../sync/sync-text.js';
import { failureOf, waitForSync, waitsForSync, type SyncWaitOptions } from '../sync/wait-for-sync.js';
import { readSources, withSuggestion } from './read-source.js';

export const sourceSync: Register = (parent, run) => {
  waitsForSync(
    completesNames(parent.command('sync'), 'sources')
      .description('Sync a source now; without a name, all that are not paused')
      .argument('[name]', 'its name')
      .option('--accept-empty', 'take it also where it offers nothing any more; what it offered is withdrawn'),
  )
    .addHelpText('after', examples('enginehouse market source sync community --wait', 'enginehouse market source sync'))
    .action(run(sync));
};

interface Options extends SyncWaitOptions {
  readonly acceptEmpty?: boolean;
}

async function sync(session: Session, options: Options, name?: string): Promise<void> {
  if (name === undefined && options.acceptEmpty)
    throw new UsageError('--accept-empty is for one source: give its name');
  if (name === undefined) return syncAll(session, options);
  const { raw, value } = await begin(session, name, options.acceptEmpty);
  if (options.wait) return seeThrough(session, value, options);
  session.show(raw, () => begunText(value));
}

async function begin(session: Session, name: string, acceptEmpty = false) {
  const request = acceptEmpty ? { body: { acceptEmpty } } : {};
  try {
    const address = path`/v1/marketplace/sources/${name}/sync`;
    return await session.api.typed(marketplace.syncSource.output, 'POST', address, request);
  } catch (error) {
    throw await withSuggestion(session, name, error);
  }
}

const begunText = ({ source, id, joined }: SyncRun & { readonly joined: boolean }): string =>
  `${source} ${joined ? 'is being synced already' : 'is synced now'}: enginehouse market sync-report ${id}\n`;

async function syncAll(session: Session, options: SyncWaitOptions): Promise<void> {
  const { items } = await readSources(session);
  const wanted = items.filter(({ paused }) => !paused);
  if (wanted.length === 0) session.note(items.length === 0 ? 'There is no source yet.' : 'All sources are paused.');
  const begun = await Promise.all(wanted.map(({ name }) => begin(session, name)));
  if (!options.wait) {
    session.show({ items: begun.map(({ raw }) => raw) }, () => begun.map(({ value }) => begunText(value)).join(''));
    return;
  }
  const alone = begun.length === 1;
  const reports = await Promise.all(begun.map(({ value: run }) => waitForSync(session, { run, options, alone })));
  session.show({ items: reports }, () => reports.map((report) => reportText(session, report)).join('\n'));
  refuseFailed(reports);
}

/** Waits for one sync and tells what came of it. */
export async function seeThrough(
  session: Session,
  run: Pick<SyncRun, 'id' | 'source'>,
  options: SyncWaitOptions,
): Promise<void> {
  const report = await waitForSync(session, { run, options, alone: true });
  session.show(report, () => reportText(session, report));
  refuseFailed([report]);
}

/** What failed is told as an error, once. */
function reportText(session: Session, report: SyncReport): string {
  if (report.state === 'failed') return '';
  return `${report.source} ${outcomeText(report)}\n${findingsText(session, report)}`;
}

function refuseFailed(reports: readonly SyncReport[]): void {
  const failed = reports.filter(({ state }) => state === 'failed').map(failureOf);
  const [first, ...others] = failed;
  if (!first) return;
  if (others.length === 0) throw new FailedError(first);
  const detail = `${failed.length} of ${reports.length} sources could not be synced: ${failed.map((each) => each.detail).join(' ')}`;
  throw new FailedError(problemOf('source-unavailable', detail, { extra: { failed } }));
}
