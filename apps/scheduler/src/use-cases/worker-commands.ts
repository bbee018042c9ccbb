import { Injectable } from '@nestjs/common';
import { ok, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import { CommandRunner, type Done } from '../application/command-runner.js';
import { workerStream } from '../domain/events.js';
import type { SchedulerState } from '../domain/scheduler-state.js';
import { admitWorker, cordonWorker, removeWorker } from '../domain/worker.decisions.js';

/** What people may do with workers. */
@Injectable()
export class WorkerCommands {
  constructor(private readonly commands: CommandRunner) {}

  cordon(
    input: { readonly name: string; readonly cordoned: boolean },
    header: RequestHeader,
  ): Promise<Result<Done, Problem>> {
    const type = input.cordoned ? 'WorkerCordoned' : 'WorkerUncordoned';
    return this.commands.run(header, {
      decide: (state) => cordonWorker(state, input),
      repeats: (event) => event.type === type && event.streamId === workerStream(input.name),
      revision: revisionOf(input.name),
    });
  }

  admit({ name }: { readonly name: string }, header: RequestHeader): Promise<Result<Done, Problem>> {
    return this.commands.run(header, {
      decide: (state) => ok(admitWorker(state, name)),
      repeats: (event) => event.type === 'WorkerAdmitted' && event.streamId === workerStream(name),
      revision: revisionOf(name),
    });
  }

  remove(
    input: { readonly name: string; readonly force: boolean },
    header: RequestHeader,
  ): Promise<Result<Done, Problem>> {
    return this.commands.run(header, {
      decide: (state) => removeWorker(state, { ...input, actor: header.actor }),
      repeats: (event) => event.type === 'WorkerLeft' && event.streamId === workerStream(input.name),
      revision: revisionOf(input.name),
    });
  }
}

const revisionOf =
  (name: string) =>
  (state: SchedulerState): number =>
    state.worker(name)?.revision ?? 0;
