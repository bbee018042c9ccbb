import { syncReport, type SyncReport } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../../command.js';
import { clock } from '../../../output/age.js';
import { facts } from '../../../output/facts.js';
import type { Session } from '../../../session.js';
import { countsText, findingsText, phaseTexts } from './sync-text.js';

export const marketSyncReport: Register = (parent, run) => {
  parent
    .command('sync-report')
    .description('Show what a sync found: what is new, and what was rejected and why')
    .argument('<id>', 'of the sync, as `enginehouse market source history NAME` lists it')
    .addHelpText('after', examples('enginehouse market sync-report 0199aaaa-7c1e-7d2a-9b1f-3c5a7e9d1b2f'))
    .action(run(report));
};

async function report(session: Session, _options: object, id: string): Promise<void> {
  const { raw, value } = await session.api.typed(syncReport, 'GET', path`/v1/marketplace/syncs/${id}`);
  session.show(raw, () => text(session, value));
}

function text(session: Session, value: SyncReport): string {
  const findings = findingsText(session, value);
  const about = facts([
    ['Sync', value.id],
    ['Source', value.source],
    ['State', value.state === 'running' ? `running: ${phaseTexts[value.phase]}` : value.state],
    ['Problem', value.problem?.detail],
    ['Hint', value.problem?.hint],
    ['Next attempt', value.nextAttemptAt && clock(value.nextAttemptAt)],
    ['Found', value.counts && countsText(value.counts)],
    ['Asked for', `${clock(value.queuedAt)} by ${value.actor} (${value.trigger})`],
    ['Began', value.startedAt && clock(value.startedAt)],
    ['Ended', value.finishedAt && clock(value.finishedAt)],
    ['Attempts', value.attempt],
    ['Upstream', value.upstreamRef],
    ['Digest', value.digest],
    ['Signed by', value.signedBy],
  ]);
  return findings === '' ? about : `${about}\n${findings}`;
}
