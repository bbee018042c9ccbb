import type { SyncRun } from '@enginehouse/contracts';
import { oneLine } from '../../../output/safe-text.js';
import type { Session } from '../../../session.js';
import { phaseTexts } from './sync-text.js';

/** Shows how far a sync is, again and again until it is over. */
export interface SyncProgress {
  show(run: SyncRun): void;
  end(): void;
}

/** A bar on a terminal, for one sync; else a line for every step. Who asked for JSON sees only the result. */
export function syncProgress(session: Session, { alone }: { readonly alone: boolean }): SyncProgress {
  if (session.json) return { show: () => undefined, end: () => undefined };
  return alone && session.io.stderr.isTty ? new ProgressBar(session) : new ProgressLines(session);
}

class ProgressLines implements SyncProgress {
  private last = '';

  constructor(private readonly session: Session) {}

  show(run: SyncRun): void {
    const text = `${run.source}: ${stepText(run)}`;
    if (text !== this.last && isUnderWay(run)) this.session.note(text);
    this.last = text;
  }

  end(): void {}
}

const eraseLine = '\r\u001b[2K';
const barWidth = 24;

class ProgressBar implements SyncProgress {
  private shown = false;

  constructor(private readonly session: Session) {}

  show(run: SyncRun): void {
    if (!isUnderWay(run)) return;
    const { stderr } = this.session.io;
    const line = `${run.source}  ${stepText(run)}  ${barText(run)}`.trimEnd();
    stderr.write(`${eraseLine}${line.slice(0, (stderr.columns ?? 80) - 1)}`);
    this.shown = true;
  }

  end(): void {
    if (this.shown) this.session.io.stderr.write(eraseLine);
  }
}

const isUnderWay = ({ state }: SyncRun): boolean => state === 'queued' || state === 'running';

function stepText({ state, phase, attempt, problem, nextAttemptAt }: SyncRun): string {
  if (state === 'queued' && problem !== null) {
    const when = nextAttemptAt === null ? '' : `; tried again at ${nextAttemptAt.slice(11, 19)} UTC`;
    return `attempt ${attempt} failed: ${oneLine(problem.detail).replace(/\.$/, '')}${when}`;
  }
  const again = attempt > 1 ? ` (attempt ${attempt})` : '';
  return `${phaseTexts[phase]}${again}`;
}

function barText({ phase, progress: { done, total } }: SyncRun): string {
  const amount = phase === 'fetching' ? bytesText : String;
  if (done === 0 && total === null) return '';
  if (total === null || total === 0) return amount(done);
  const full = Math.round(barWidth * Math.min(1, done / total));
  return `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}] ${amount(done)} of ${amount(total)}`;
}

const kib = 1024;

const bytesText = (bytes: number): string =>
  bytes < kib * kib ? `${Math.ceil(bytes / kib)} KiB` : `${(bytes / kib / kib).toFixed(1)} MiB`;
