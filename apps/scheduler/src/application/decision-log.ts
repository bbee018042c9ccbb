import {
  err,
  isReadable,
  ok,
  schemaVersionOf,
  type NewEvent,
  type Problem,
  type RecordedEvent,
  type Result,
} from '@enginehouse/contracts';
import type { AppendOutcome, EventStore } from '@enginehouse/event-store';
import { UnknownEvents } from '@enginehouse/service-kit';
import { readLogged, type Decision, type Logged } from '../domain/events.js';
import { reconcile, wakes } from '../domain/reconcile.js';
import { SchedulerState, type Change } from '../domain/scheduler-state.js';
import { appendProblem, cannotRead, type Failed } from './append-problem.js';
import { ownCause, type Cause } from './cause.js';
import { SerialQueue } from './serial-queue.js';
import { wavesOf, type Unit } from './waves.js';

/** Told about every change that was folded, after all of it; must not throw. */
export type ChangeListener = (changes: readonly Change[]) => void;

/** What a decision comes to: events to write, or why not. */
export type Decide = (state: SchedulerState) => Result<readonly Decision[], Problem>;

const pageSize = 1000;
const attempts = 3;
const settleRetryMs = 500;
/** Decisions that never come to an end are a defect; the log must not be filled with them. */
const settleRounds = 1000;

/**
 * The one place where decisions meet the log. Everything that decides runs here one after the other, on the state in
 * memory; what it decides is appended with the versions it was based on, read back as the log has it, and folded. Then
 * whatever follows from it is decided, before anything else gets its turn.
 */
export class DecisionLog {
  private current = new SchedulerState();
  private readonly queue = new SerialQueue();
  private readonly listeners: ChangeListener[] = [];
  /** An append whose outcome is unknown, or was refused for its version: read on before the next decision. */
  private behind = false;
  /** An event since the last settling may have left something to decide. */
  private waker: Logged | undefined;
  private retry: NodeJS.Timeout | undefined;
  private deciding = false;
  private readonly unknown: UnknownEvents;

  constructor(
    private readonly store: EventStore,
    private readonly onProblem: (error: unknown, message: string) => void,
  ) {
    this.unknown = new UnknownEvents((text) => onProblem(new Error(text), 'an event is of another release'));
  }

  get state(): SchedulerState {
    return this.current;
  }

  onChange(listener: ChangeListener): void {
    this.listeners.push(listener);
  }

  /** Folds the whole log from its beginning and decides what was left undecided: for whoever has just come to lead. */
  open(): Promise<void> {
    return this.queue.run(async () => {
      this.current = new SchedulerState();
      this.behind = true;
      this.waker = undefined;
      this.deciding = true;
      await this.catchUp();
      await this.settle(ownCause());
    });
  }

  /** Decides nothing by itself any more, until it is opened again. */
  close(): void {
    this.deciding = false;
    clearTimeout(this.retry);
  }

  /** Takes a turn: decides, writes, and settles what follows. Answers with the events that the decision itself became. */
  run(cause: Cause, decide: Decide): Promise<Result<readonly Logged[], Problem>> {
    return this.queue.run(async () => {
      try {
        const written = await this.decideAndWrite(cause, decide);
        await this.settleWhatWoke();
        return written;
      } catch (error) {
        this.behind = true;
        this.settleLater();
        return err(cannotRead(error));
      }
    });
  }

  private async decideAndWrite(cause: Cause, decide: Decide): Promise<Result<readonly Logged[], Problem>> {
    for (let attempt = 1; ; attempt += 1) {
      if (this.behind) {
        await this.catchUp();
      }
      const decided = decide(this.current);
      if (!decided.ok) {
        return decided;
      }
      const written = await this.write(decided.value, cause);
      if (written.ok) {
        return written;
      }
      if (written.error.kind !== 'conflict' || attempt >= attempts) {
        return err(appendProblem(written.error));
      }
    }
  }

  private async settleWhatWoke(): Promise<void> {
    const { waker } = this;
    if (waker) {
      await this.settle(ownCause(waker));
    }
  }

  private async settle(cause: Cause): Promise<void> {
    clearTimeout(this.retry);
    for (let round = 0; round < settleRounds; round += 1) {
      const decisions = reconcile(this.current);
      if (decisions.length === 0) {
        this.waker = undefined;
        return;
      }
      const written = await this.write(decisions, cause);
      if (!written.ok) {
        this.settleLater();
        return;
      }
    }
    this.onProblem(new Error('reconcile does not come to rest'), 'decisions go round in circles');
  }

  /** What could not be written now must not wait for the next command. */
  private settleLater(): void {
    clearTimeout(this.retry);
    if (this.deciding) {
      this.retry = setTimeout(() => void this.settleAgain(), settleRetryMs);
    }
  }

  private settleAgain(): Promise<void> {
    return this.queue
      .run(async () => {
        await this.catchUp();
        await this.settle(ownCause(this.waker));
      })
      .catch((error: unknown) => {
        this.onProblem(error, 'what follows from the log could not be decided');
        this.settleLater();
      });
  }

  private async write(decisions: readonly Decision[], cause: Cause): Promise<Result<readonly Logged[], Failed>> {
    const written: Logged[] = [];
    for (const wave of wavesOf(decisions)) {
      const units = wave.map((unit) => ({ ...unit, events: eventsOf(unit, cause) }));
      const outcomes = await Promise.all(units.map((unit) => this.append(unit.streamId, unit.events)));
      const ids = new Set(units.flatMap(({ events }) => events.map(({ id }) => id)));
      written.push(...(await this.catchUp()).filter(({ id }) => ids.has(id)));
      const failed = outcomes.find((each) => each.kind !== 'appended' && each.kind !== 'duplicate');
      if (failed) {
        this.behind = true;
        return err(failed);
      }
    }
    return ok(written);
  }

  private append(streamId: string, events: readonly NewEvent[]): Promise<AppendOutcome> {
    return this.store.append(streamId, events, { expectedVersion: this.current.versionOf(streamId) });
  }

  /** Reads the log behind what is folded: only there do events have their positions and the database's time. */
  private async catchUp(): Promise<readonly Logged[]> {
    const changes: Change[] = [];
    try {
      for (let more = true; more;) {
        const page = await this.store.readAll({ after: this.current.position, limit: pageSize });
        this.unknown.note(page);
        changes.push(...page.flatMap((event) => this.fold(event)));
        more = page.length === pageSize;
      }
      this.behind = false;
    } finally {
      this.tell(changes);
    }
    return changes.map(({ event }) => event);
  }

  private fold(event: RecordedEvent): readonly Change[] {
    const logged = readLogged(event);
    if (!logged) {
      this.current.skip(event);
      if (isReadable(event)) {
        const where = `position ${event.position}: ${event.type}`;
        this.onProblem(new Error(where), 'an event is not what its schema says; it is passed over');
      }
      return [];
    }
    this.waker = wakes(logged, this.current) ? logged : this.waker;
    return [this.current.apply(logged)];
  }

  private tell(changes: readonly Change[]): void {
    if (changes.length > 0) {
      this.listeners.forEach((listener) => listener(changes));
    }
  }
}

const eventsOf = ({ decisions, ordinal }: Unit, { meta, eventId }: Cause): readonly NewEvent[] =>
  decisions.map(({ type, data }, index) => ({
    id: eventId(ordinal + index),
    type,
    schemaVersion: schemaVersionOf(type),
    data,
    meta,
  }));
