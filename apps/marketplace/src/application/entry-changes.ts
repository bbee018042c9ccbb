import { err, ok, problemOf, type EntryPlan, type ErrorCode, type Problem } from '@enginehouse/contracts';
import { errorCodes, type RequestHeader, type Result } from '@enginehouse/contracts';
import { uuidv5 } from '@enginehouse/service-kit';
import { definitionOf } from '../domain/entry-plan.js';
import { entryRefusals } from '../domain/entry-refusals.js';
import { abandonChange, beginChange, endChange } from '../domain/entry.decisions.js';
import type { Entry, PendingChange, RecordedEntryEvent } from '../domain/entry.js';
import type { Catalog } from '../ports.js';
import type { EntryCommands } from './entry-commands.js';
import type { AtEntryFailpoint } from './entry-failpoints.js';
import { KeyedQueue } from './keyed-queue.js';
import { idempotencyKeyReused } from './stream-commands.js';

/** A change that the catalog has made. */
export interface EndedChange {
  readonly plan: EntryPlan;
  /** Of the entry. */
  readonly revision: number;
  readonly catalogRevision: number;
}

/** What one event may hold, with room for what travels around it. */
const mostBytes = 700 * 1024;

/**
 * Changes entries together with their backends. The intent is written first, then the catalog is asked, then the end is
 * written: all three under ids that come from the command's idempotency key, so that whoever finds a change begun can
 * ask the catalog exactly the same again, and gets the answer of the first time.
 */
export class EntryChanges {
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly commands: EntryCommands,
    private readonly catalog: Catalog,
    private readonly at: AtEntryFailpoint,
  ) {}

  /** One change of an entry at a time in this process. */
  exclusively<T>(id: string, task: () => Promise<T>): Promise<T> {
    return this.queue.run(id, task);
  }

  /** The state, once a change that was begun before has ended. */
  async settled(id: string, name: string): Promise<Result<Entry, Problem>> {
    const state = await this.commands.state(id);
    if (!state.pending) return ok(state);
    await this.end(id, state.pending);
    const after = await this.commands.state(id);
    return after.pending ? err(entryRefusals.busy(name)) : ok(after);
  }

  /** What became of a command that was given before; undefined where it is a new one. */
  async repeated(
    id: string,
    header: RequestHeader,
    isSame: (plan: EntryPlan) => boolean,
  ): Promise<Result<EndedChange, Problem> | undefined> {
    const [begun] = await this.commands.written(id, header);
    if (!begun) return undefined;
    if (begun.type !== 'EntryChangeBegun' || !isSame(begun.data.plan)) {
      return err(idempotencyKeyReused(header.idempotencyKey));
    }
    const { pending } = await this.commands.state(id);
    if (pending?.command === header.idempotencyKey) return this.end(id, pending);
    const [ended] = await this.commands.written(id, endingHeader(header, header.idempotencyKey));
    return answerOf(begun.data.plan, ended);
  }

  /** Makes a change that was decided. */
  async make(id: string, plan: EntryPlan, header: RequestHeader): Promise<Result<EndedChange, Problem>> {
    const { idempotencyKey: command, ...meta } = header;
    const bytes = Buffer.byteLength(JSON.stringify(plan));
    if (bytes > mostBytes) return err(entryRefusals.tooLarge(nameIn(plan), bytes, mostBytes));
    const decide = (state: Entry) => beginChange(state, nameIn(plan), command, plan);
    const begun = await this.commands.run({ name: id, decide }, header);
    if (!begun.ok) return begun;
    await this.at('entry-begun', plan.kind);
    return this.end(id, { command, plan, meta });
  }

  /** Asks the catalog, again where that was done before, and writes down how it ended. */
  async end(id: string, { command, plan, meta }: PendingChange): Promise<Result<EndedChange, Problem>> {
    const asked = await this.ask(plan, { ...meta, idempotencyKey: catalogKeyOf(command) });
    await this.at('entry-asked', plan.kind);
    const header = endingHeader(meta, command);
    if (!asked.ok) {
      if (isUnknown(asked.error)) return err(entryRefusals.unknownEnd(nameIn(plan), asked.error));
      await this.commands.run({ name: id, decide: (state) => abandonChange(state, command, asked.error) }, header);
      return asked;
    }
    const { revision: catalogRevision } = asked.value;
    const decide = (state: Entry) => endChange(state, command, catalogRevision);
    const ended = await this.commands.run({ name: id, decide }, header);
    await this.at('entry-ended', plan.kind);
    return ended.ok ? ok({ plan, revision: ended.value.revision, catalogRevision }) : ended;
  }

  private async ask(plan: EntryPlan, header: RequestHeader): Promise<Result<{ readonly revision: number }, Problem>> {
    switch (plan.kind) {
      case 'enable':
        return this.catalog.register(definitionOf(plan), header);
      case 'update':
        return this.catalog.apply(definitionOf(plan), plan.expectedRevision, header);
      case 'disable': {
        const { yours, expectedRevision } = plan;
        const deleted = await this.catalog.delete(yours.backend_name, expectedRevision, header);
        // Somebody deleted it in the catalog meanwhile: what was wanted is so.
        const isGone = !deleted.ok && deleted.error.code === 'backend-not-found';
        return isGone ? ok({ revision: expectedRevision }) : deleted;
      }
    }
  }
}

/** The key under which the catalog is asked for a command. */
export const catalogKeyOf = (command: string): string => uuidv5(command, 'catalog');

const endingHeader = (meta: Omit<RequestHeader, 'idempotencyKey'>, command: string): RequestHeader => ({
  ...meta,
  idempotencyKey: uuidv5(command, 'ended'),
});

const nameIn = (plan: EntryPlan): string => (plan.kind === 'disable' ? plan.yours.backend_name : plan.name);

/** Nobody knows whether it was done, unless who did not do it says so. */
const isUnknown = ({ code, extra }: Problem): boolean =>
  (code === 'unavailable' || code === 'internal') && extra?.changed !== false;

function answerOf(plan: EntryPlan, ended: RecordedEntryEvent | undefined): Result<EndedChange, Problem> {
  if (ended?.type === 'EntryChangeAbandoned') return err(abandonedBefore(ended.data));
  if (ended?.type === 'EntryEnabled' || ended?.type === 'EntryUpdated' || ended?.type === 'EntryDisabled') {
    return ok({ plan, revision: ended.position, catalogRevision: ended.data.catalogRevision });
  }
  return err(entryRefusals.busy(nameIn(plan)));
}

const abandonedBefore = ({ code, detail }: { readonly code: string; readonly detail: string }): Problem =>
  problemOf(isErrorCode(code) ? code : 'internal', detail, {
    hint: 'So it ended the first time. Use a fresh idempotency key to try it again.',
  });

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code);
