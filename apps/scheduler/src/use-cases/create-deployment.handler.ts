import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  ok,
  type BackendPin,
  type DeploymentSpec,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import { CommandRunner, type Command, type Done } from '../application/command-runner.js';
import { pinOf } from '../application/pin-of.js';
import { untilReadLateEnough, type Attempt } from '../application/until-read-late-enough.js';
import { readBeforeRemoval } from '../domain/begin-use.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { createDeployment } from '../domain/deployment.decisions.js';
import type { Logged } from '../domain/events.js';
import { BACKEND_CATALOG, SETTINGS, type BackendCatalog } from '../ports.js';
import type { SchedulerSettings } from '../settings.js';

/** `CreateDeployment`: reads the backend as it is now and pins it, so that later edits change nothing that runs. */
@Injectable()
export class CreateDeploymentHandler {
  constructor(
    private readonly commands: CommandRunner,
    @Inject(BACKEND_CATALOG) private readonly backends: BackendCatalog,
    @Inject(SETTINGS) private readonly settings: SchedulerSettings,
  ) {}

  async execute(spec: DeploymentSpec, header: RequestHeader): Promise<Result<Done, Problem>> {
    const repeats = (event: Logged) =>
      event.type === 'DeploymentCreated' && canonicalJson(event.data.spec) === canonicalJson(spec);
    const answered = this.commands.answered(header, { repeats });
    if (answered) {
      return answered;
    }
    return untilReadLateEnough(() => this.attempt(spec, header, repeats));
  }

  private async attempt(
    spec: DeploymentSpec,
    header: RequestHeader,
    repeats: Command['repeats'],
  ): Promise<Attempt<Done>> {
    const pin = await this.pin(spec, header);
    if (!pin.ok) {
      return { done: pin, readTooEarly: false };
    }
    const { grants } = this.settings;
    let readTooEarly = false;
    const done = await this.commands.run(header, {
      decide: (state) => {
        readTooEarly = readBeforeRemoval(state, pin.value);
        return createDeployment(state, { spec, pin: pin.value, grants });
      },
      repeats,
      revision: (state) => state.deployment(spec.name)?.revision ?? 0,
    });
    return { done, readTooEarly: readTooEarly && !done.ok && done.error.code === 'backend-being-removed' };
  }

  private async pin(spec: DeploymentSpec, header: RequestHeader): Promise<Result<BackendPin, Problem>> {
    const view = await this.backends.get(spec.backend, header);
    if (view.ok) {
      return ok(pinOf(view.value));
    }
    const { code, detail } = view.error;
    const errors = code === 'backend-not-found' ? [{ code, path: ['backend'], detail }] : view.error.errors;
    return err({ ...view.error, ...(errors ? { errors } : {}) });
  }
}
