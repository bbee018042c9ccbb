import { Controller } from '@nestjs/common';
import { err, problemOf, scheduling, type Problem, type Result } from '@enginehouse/contracts';
import { Handles } from '@enginehouse/messaging';

/** Rolling deployments to other definitions. */
@Controller()
export class RollsController {
  @Handles(scheduling.planRoll)
  planRoll() {
    return notYet();
  }

  @Handles(scheduling.rollDeployment)
  rollDeployment() {
    return notYet();
  }

  @Handles(scheduling.cancelRoll)
  cancelRoll() {
    return notYet();
  }
}

const notYet = async (): Promise<Result<never, Problem>> =>
  err(problemOf('unavailable', 'This scheduler cannot roll deployments.'));
