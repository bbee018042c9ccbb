import { Controller } from '@nestjs/common';
import { err, problemOf, scheduling, type Problem, type Result } from '@enginehouse/contracts';
import { Handles } from '@enginehouse/messaging';

/** Emptying workers. */
@Controller()
export class DrainsController {
  @Handles(scheduling.planDrain)
  planDrain() {
    return notYet();
  }

  @Handles(scheduling.drainWorker)
  drainWorker() {
    return notYet();
  }
}

const notYet = async (): Promise<Result<never, Problem>> =>
  err(problemOf('unavailable', 'This scheduler cannot drain workers.'));
