import { Injectable } from '@nestjs/common';
import type { Problem, RequestHeader, Result } from '@enginehouse/contracts';
import { CommandRunner, type Done } from '../../application/command-runner.js';
import { drainWorker, type DrainQuestion } from '../../domain/drain/drain.decisions.js';
import { workerStream } from '../../domain/events.js';

/** Begins to empty a worker. */
@Injectable()
export class DrainWorkerHandler {
  constructor(private readonly commands: CommandRunner) {}

  drain(input: DrainQuestion, header: RequestHeader): Promise<Result<Done, Problem>> {
    const { force, deadlineSeconds = null } = input.wish;
    return this.commands.run(header, {
      decide: (state) => drainWorker(state, input),
      repeats: ({ type, streamId, data }) =>
        type === 'WorkerDrainStarted' &&
        streamId === workerStream(input.name) &&
        data.force === force &&
        data.deadlineSeconds === deadlineSeconds,
      revision: (state) => state.worker(input.name)?.revision ?? 0,
    });
  }
}
