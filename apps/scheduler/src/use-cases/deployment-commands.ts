import { Injectable } from '@nestjs/common';
import type { Problem, RequestHeader, Result } from '@enginehouse/contracts';
import { CommandRunner, type Done } from '../application/command-runner.js';
import {
  deleteDeployment,
  deleteInstance,
  scaleDeployment,
  startDeployment,
  stopDeployment,
} from '../domain/deployment.decisions.js';
import { deploymentStream, instanceStream, type Logged, type SchedulingEventType } from '../domain/events.js';
import { cancelRoll } from '../domain/roll/roll.decisions.js';
import { retryInstance } from '../domain/retry-instance.js';
import type { SchedulerState } from '../domain/scheduler-state.js';

interface Revised {
  readonly name: string;
  readonly expectedRevision?: number | undefined;
}
type Answer = Promise<Result<Done, Problem>>;

/** Every command about a deployment that exists, and about its instances. */
@Injectable()
export class DeploymentCommands {
  constructor(private readonly commands: CommandRunner) {}

  scale(input: Revised & { readonly replicas: number }, header: RequestHeader): Answer {
    return this.commands.run(header, {
      decide: (state) => scaleDeployment(state, input),
      repeats: (event) =>
        wrote(event, 'DeploymentScaled', input.name) &&
        event.type === 'DeploymentScaled' &&
        event.data.to === input.replicas,
      revision: revisionOf(input.name),
    });
  }

  stop(input: Revised, header: RequestHeader): Answer {
    return this.commands.run(header, {
      decide: (state) => stopDeployment(state, input),
      repeats: (event) => wrote(event, 'DeploymentStopped', input.name),
      revision: revisionOf(input.name),
    });
  }

  start(input: Revised, header: RequestHeader): Answer {
    return this.commands.run(header, {
      decide: (state) => startDeployment(state, input),
      repeats: (event) => wrote(event, 'DeploymentStarted', input.name),
      revision: revisionOf(input.name),
    });
  }

  delete(input: Revised, header: RequestHeader): Answer {
    return this.commands.run(header, {
      decide: (state) => deleteDeployment(state, input),
      repeats: (event) => wrote(event, 'DeploymentDeleted', input.name),
      revision: revisionOf(input.name),
    });
  }

  cancelRoll(input: Revised, header: RequestHeader): Answer {
    return this.commands.run(header, {
      decide: (state) => cancelRoll(state, { ...input, actor: header.actor }),
      repeats: (event) => wrote(event, 'DeploymentRollReverted', input.name),
      revision: revisionOf(input.name),
    });
  }

  deleteInstance({ id }: { readonly id: string }, header: RequestHeader): Answer {
    return this.commands.run(header, {
      decide: (state) => deleteInstance(state, { id, actor: header.actor }),
      repeats: ({ type, streamId }) => type === 'InstanceStopping' && streamId === instanceStream(id),
      revision: (state) => state.instance(id)?.position ?? 0,
    });
  }

  retryInstance({ id }: { readonly id: string }, header: RequestHeader): Answer {
    return this.commands.run(header, {
      decide: (state) => retryInstance(state, { id }),
      repeats: ({ type, streamId }) => type === 'InstanceRetried' && streamId === instanceStream(id),
      revision: (state) => state.instance(id)?.position ?? 0,
    });
  }
}

const wrote = ({ type, streamId }: Logged, expected: SchedulingEventType, name: string): boolean =>
  type === expected && streamId === deploymentStream(name);

const revisionOf =
  (name: string) =>
  (state: SchedulerState): number =>
    state.deployment(name)?.revision ?? 0;
