import { gpuIdsOf, mountsOf } from '@enginehouse/backend-spec';
import { err, ok, type Result } from '@enginehouse/contracts';
import { defaultPidsLimit, type ContainerMount, type ContainerSpec } from '@enginehouse/container-engine';
import { containerLabels, containerName } from '../../domain/container-labels.js';
import type { StartFailure } from '../../domain/start-failure.js';
import type { EffectContext } from './instance-context.js';
import { plainEnvironment, shownEnvironment } from './plain-environment.js';
import { renderArguments } from './render-arguments.js';

/** A container ready to be made, and its arguments as they may be shown. */
export interface PreparedContainer {
  readonly spec: ContainerSpec;
  readonly port: number;
  readonly shownArgv: readonly string[];
}

/** Checks everything this host decides about a plan, and fills in what only it knows. */
export async function prepareContainer(
  at: EffectContext,
  options: { readonly newPort: boolean },
): Promise<Result<PreparedContainer, StartFailure>> {
  const { plan } = at.assignment;
  if (!at.profiles.includes(plan.profile)) {
    const detail = `this worker does not allow the security profile ${plan.profile} (SECURITY_PROFILES)`;
    return err({ code: 'profile-not-allowed', detail });
  }
  const mounts = await modelMounts(at);
  const env = plainEnvironment(plan.env, at.secretsKey);
  const devices = at.devices.accessTo(plan.devices);
  if (!mounts.ok || !env.ok || !devices.ok) {
    return firstError(mounts, env, devices);
  }
  const { instance } = at.assignment;
  const port = await (options.newPort ? at.leases.exchange(instance) : at.leases.lease(instance));
  if (!port.ok) {
    return port;
  }
  // Where devices are handed over one by one, only those exist in the container.
  const gpuIds = gpuIdsOf(plan.devices, devices.value.length > 0);
  const side = { port: port.value, workerIp: at.reach.workerIp(plan.profile), gpuIds };
  const argv = renderArguments(plan, { ...side, env: env.value });
  const shown = renderArguments(plan, { ...side, env: shownEnvironment(plan.env) });
  if (!argv.ok || !shown.ok) {
    return firstError(argv, shown);
  }
  const spec = {
    ...specOf(at, port.value),
    argv: argv.value,
    env: env.value,
    mounts: mounts.value,
    devices: devices.value,
  };
  return ok({ spec, port: port.value, shownArgv: shown.value });
}

async function modelMounts(at: EffectContext): Promise<Result<readonly ContainerMount[], StartFailure>> {
  const [mount] = mountsOf(at.assignment.plan);
  if (mount === undefined) {
    return ok([]);
  }
  const real = await at.modelPaths.resolve(mount.source);
  return real.ok ? ok([{ hostPath: real.value, containerPath: mount.target, readOnly: mount.readOnly }]) : real;
}

function specOf(at: EffectContext, port: number): Omit<ContainerSpec, 'argv' | 'env' | 'mounts' | 'devices'> {
  const { plan } = at.assignment;
  const published = { containerPort: port, hostPort: port, hostAddress: at.reach.publishOn };
  return {
    name: containerName(at.me.installation, at.assignment),
    image: plan.image,
    entrypoint: plan.entrypoint,
    labels: containerLabels(at.me, at.assignment, port),
    publish: plan.profile === 'host-network' ? null : published,
    profile: plan.profile,
    resources: { memoryMib: plan.memoryMib, cpus: plan.cpus, shmMib: plan.shmMib, pidsLimit: defaultPidsLimit },
  };
}

function firstError(...results: readonly Result<unknown, StartFailure>[]): {
  readonly ok: false;
  readonly error: StartFailure;
} {
  const failed = results.find((result) => !result.ok);
  return failed && !failed.ok ? failed : err({ code: 'engine-error', detail: 'no reason was given' });
}
