import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  err,
  problemOf,
  scheduling,
  workerRequests,
  type Problem,
  type Result,
  type WorkerReport,
} from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import type { z } from 'zod';
import { WorkerCommands } from '../use-cases/worker-commands.js';
import { WorkerRequests } from '../use-cases/worker-requests.js';
import type { Input } from './input.js';

const anyWorker = workerRequests('*');
type Ask<C extends keyof typeof anyWorker> = z.output<(typeof anyWorker)[C]['input']>;

/** What workers ask, each under its own name, and what people do with workers. */
@Controller()
export class WorkersController {
  constructor(
    private readonly requests: WorkerRequests,
    private readonly commands: WorkerCommands,
  ) {}

  @Handles(anyWorker.report)
  report(@Payload() input: WorkerReport, @Ctx() context: BusContext) {
    return asItself(input.name, context) ?? this.requests.report(input, context.header);
  }

  @Handles(anyWorker.assignments)
  assignments(@Payload() input: Ask<'assignments'>, @Ctx() context: BusContext) {
    return asItself(input.worker, context) ?? this.requests.assignments(input, context.header);
  }

  @Handles(anyWorker.leave)
  leave(@Payload() input: Ask<'leave'>, @Ctx() context: BusContext) {
    return asItself(input.worker, context) ?? this.requests.leave(input, context.header);
  }

  @Handles(scheduling.cordonWorker)
  cordonWorker(@Payload() input: Input<'cordonWorker'>, @Ctx() context: BusContext) {
    return this.commands.cordon(input, context.header);
  }

  @Handles(scheduling.admitWorker)
  admitWorker(@Payload() input: Input<'admitWorker'>, @Ctx() context: BusContext) {
    return this.commands.admit(input, context.header);
  }

  @Handles(scheduling.removeWorker)
  removeWorker(@Payload() input: Input<'removeWorker'>, @Ctx() context: BusContext) {
    return this.commands.remove(input, context.header);
  }
}

/** NATS holds a worker to subjects with its own name; a payload that names another one is refused. */
function asItself(worker: string, { subject }: BusContext): Result<never, Problem> | undefined {
  const sender = subject.split('.')[2];
  return sender === worker
    ? undefined
    : err(problemOf('forbidden', `Worker ${sender} may not speak for worker ${worker}.`));
}
